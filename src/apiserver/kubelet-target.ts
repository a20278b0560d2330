import { Node } from '../kinds/core/node/index.ts';
import type { Pod } from '../kinds/core/pod/index.ts';
import { ApiError, badRequest, notFound } from '../model/errors.ts';
import type { Reader } from './reader.ts';
import type { KubeletAccess } from './services.ts';

const defaultPort = 10_250;
/** As `--kubelet-preferred-address-types` has it. */
const defaultAddressTypes = ['Hostname', 'InternalDNS', 'InternalIP', 'ExternalDNS', 'ExternalIP'];

/** Where the kubelet of a node listens: `https://10.0.0.7:10250`. */
export async function kubeletUrl(nodeName: string, { reader, access }: { reader: Reader; access: KubeletAccess }): Promise<URL> {
  const node = await reader.get(Node, { name: nodeName });
  if (!node) throw notFound({ group: '', plural: 'nodes', name: nodeName });
  const { addresses = [], daemonEndpoints } = node.status;
  const types = access.preferredAddressTypes ?? defaultAddressTypes;
  const address = types.map((type) => addresses.find((each) => each.type === type)?.address).find((each) => each !== undefined);
  if (!address)
    throw new ApiError(
      'InternalError',
      `no preferred addresses found; known addresses: ${JSON.stringify(addresses.map((each) => each.address))}`,
    );
  const port = daemonEndpoints?.kubeletEndpoint?.Port || defaultPort;
  return new URL(`https://${address.includes(':') ? `[${address}]` : address}:${port}/`);
}

/** The container that a request means: the named one, the only one, or the default of the pod's annotation. */
export function containerOf({ metadata, spec }: Pod, wanted: string | null): string {
  const containers = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
  if (wanted) {
    if (!containers.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
    return wanted;
  }
  if (spec.containers.length === 1) return spec.containers[0]?.name ?? '';
  const names = spec.containers.map(({ name }) => name);
  const init = (spec.initContainers ?? []).map(({ name }) => name);
  const also = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]${also}`);
}
