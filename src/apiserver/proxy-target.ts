import { lookup } from 'node:dns/promises';
import type { ConnectionOptions } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint } from '../kinds/discovery/endpoint-slice/schema.ts';
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
      await refuseOwnAddresses(url.hostname);
      // Whatever else listens on the node is nobody the server knows.
      if (named.port !== '' && named.port !== url.port) return { url: at(`${url.hostname}:${named.port}`), ...insecure };
      url.pathname = path;
      return { url, tls: access.tls };
    }
    case 'pods': {
      const pod = await server.reader.get(Pod, { namespace: info.namespace, name: named.name });
      if (!pod) throw notFound(resource.about(named.name));
      const address = pod.status.podIP ?? '';
      if (!isProxyable(address)) throw badRequest('address not allowed');
      const port = named.port || pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort;
      return { url: at(port ? `${host(address)}:${port}` : host(address)), ...insecure };
    }
    case 'services':
      return { url: at(await endpointOf(named, { info, server })), ...insecure };
    default:
      return undefined;
  }
}

/** One of the ready endpoints behind a service's port, which may be named or numbered. */
async function endpointOf(
  { name, port }: { name: string; port: string },
  { info, server }: { info: Call['info']; server: ApiServer },
): Promise<string> {
  const service = await server.reader.get(Service, { namespace: info.namespace, name });
  if (!service) throw notFound({ group: '', plural: 'services', name });
  const ports = service.spec.ports ?? [];
  const byNumber = /^\d+$/.test(port) ? ports.find((each) => each.port === Number(port)) : undefined;
  if (/^\d+$/.test(port) && !byNumber)
    throw new ApiError('ServiceUnavailable', `no service port ${Number(port)} found for service ${JSON.stringify(name)}`);
  const portName = byNumber ? (byNumber.name ?? '') : port;
  const slices = await server.reader.byIndex(EndpointSlice, sliceIndex, `${info.namespace}/${name}`);
  const candidates = slices.flatMap(({ endpoints, ports: slicePorts }) => {
    const target = slicePorts?.find((each) => (each.name ?? '') === portName)?.port;
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    return target === undefined ? [] : ready.map((endpoint) => ({ endpoint, target }));
  });
  const addresses: string[] = [];
  for (const { endpoint, target } of candidates) {
    const [address = ''] = endpoint.addresses;
    if (await isPodsOwn(address, endpoint, { namespace: info.namespace, reader: server.reader }))
      addresses.push(`${host(address)}:${target}`);
  }
  const chosen = addresses[randomBelow(addresses.length)];
  if (chosen === undefined)
    throw new ApiError('ServiceUnavailable', `no endpoints available for service ${JSON.stringify(port ? `${name}:${port}` : name)}`);
  return chosen;
}

const sliceIndex = {
  name: 'service',
  valuesOf: ({ metadata }: EndpointSlice) => [`${metadata.namespace ?? ''}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`],
};

interface Whereabouts {
  readonly namespace: string;
  readonly reader: ApiServer['reader'];
}

/** Whoever may write endpoints must not have the server look into any address of its network for them. */
async function isPodsOwn(address: string, { targetRef }: Endpoint, { namespace, reader }: Whereabouts): Promise<boolean> {
  if (targetRef?.name === undefined || targetRef.namespace !== namespace) return false;
  const pod = await reader.get(Pod, { namespace, name: targetRef.name });
  return (pod?.status.podIPs ?? []).some(({ ip }) => ip === address);
}

const unreachable = new Set(['unspecified', 'broadcast', 'multicast', 'linkLocal', 'loopback']);

/** What only this machine, or all of a network, listens on is not behind a proxy. */
export const isProxyable = (address: string): boolean => ipaddr.isValid(address) && !unreachable.has(ipaddr.process(address).range());

async function refuseOwnAddresses(hostname: string): Promise<void> {
  const named = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch((error: Error) => {
    throw badRequest(error.message, error);
  });
  if (named.length === 0) throw badRequest('no addresses for hostname');
  if (!named.every(({ address }) => isProxyable(address))) throw badRequest('address not allowed');
}

const host = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Text as a path: what would mean something else in a URL is escaped again. */
const escaped = (path: string): string => encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
