import type { ConnectionOptions } from 'node:tls';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { Service } from '../kinds/core/service/index.ts';
import { randomBelow } from '../base/random.ts';
import { ApiError, badRequest, notFound } from '../model/errors.ts';
import type { Call } from './call.ts';
import { kubeletUrl } from './kubelet-target.ts';
import type { ApiServer } from './server.ts';

export interface ProxyTarget {
  readonly url: URL;
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
}

/** Names as `https:web:443`: scheme and port may be left out. */
export function splitProxyName(text: string): { scheme: 'http' | 'https'; name: string; port: string } {
  const parts = text.split(':');
  if (parts.length === 3 && (parts[0] === 'http' || parts[0] === 'https' || parts[0] === '')) {
    return { scheme: parts[0] === 'https' ? 'https' : 'http', name: parts[1] ?? '', port: parts[2] ?? '' };
  }
  if (parts.length <= 2) return { scheme: 'http', name: parts[0] ?? '', port: parts[1] ?? '' };
  throw badRequest(`invalid proxy request ${JSON.stringify(text)}`);
}

/** Where `nodes/x/proxy`, `pods/x/proxy` and `services/x/proxy` lead. */
export async function proxyTarget({ info, resource }: Call, server: ApiServer): Promise<ProxyTarget | undefined> {
  const named = splitProxyName(info.name);
  const path = escaped(info.rest || '/');
  const at = (authority: string) => new URL(`${named.scheme}://${authority}${path}`);
  // A pod's or service's own certificate is nobody's business here, as upstream.
  const insecure = named.scheme === 'https' && { tls: { rejectUnauthorized: false } };
  switch (resource.kind.plural) {
    case 'nodes': {
      const access = server.services.kubelets;
      if (!access) return undefined;
      const url = await kubeletUrl(named.name, { reader: server.reader, access });
      url.pathname = path;
      return { url, tls: access.tls };
    }
    case 'pods': {
      const pod = await server.reader.get(Pod, { namespace: info.namespace, name: named.name });
      if (!pod) throw notFound(resource.about(named.name));
      const address = pod.status.podIP;
      if (!address) throw badRequest('address not allowed');
      const port = named.port || pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort || 80;
      return { url: at(`${host(address)}:${port}`), ...insecure };
    }
    case 'services':
      return { url: at(await endpointOf(named, { info, server })), ...insecure };
    default:
      return undefined;
  }
}

/** One of the ready endpoints behind a service's port. */
async function endpointOf(
  { name, port }: { name: string; port: string },
  { info, server }: { info: Call['info']; server: ApiServer },
): Promise<string> {
  const service = await server.reader.get(Service, { namespace: info.namespace, name });
  if (!service) throw notFound({ group: '', plural: 'services', name });
  const ports = service.spec.ports ?? [];
  const wanted = port === '' && ports.length === 1 ? ports[0] : ports.find((each) => each.name === port || String(each.port) === port);
  const unavailable = new ApiError(
    'ServiceUnavailable',
    port
      ? `no endpoints available for service ${JSON.stringify(`${name}:${port}`)}`
      : `no endpoints available for service ${JSON.stringify(name)}`,
  );
  if (!wanted) throw unavailable;
  const slices = await server.reader.byIndex(EndpointSlice, sliceIndex, `${info.namespace}/${name}`);
  const addresses = slices.flatMap(({ endpoints, ports: slicePorts }) => {
    const target = slicePorts?.find((each) => (each.name ?? '') === (wanted.name ?? ''))?.port;
    return target === undefined
      ? []
      : (endpoints ?? [])
          .filter(({ conditions }) => conditions?.ready !== false)
          .map((endpoint) => `${host(endpoint.addresses[0] ?? '')}:${target}`);
  });
  const chosen = addresses[randomBelow(addresses.length)];
  if (chosen === undefined) throw unavailable;
  return chosen;
}

const sliceIndex = {
  name: 'service',
  valuesOf: ({ metadata }: EndpointSlice) => [`${metadata.namespace ?? ''}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`],
};

const host = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Text as a path: what would mean something else in a URL is escaped again. */
const escaped = (path: string): string => encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
