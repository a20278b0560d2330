import { isIPv6 } from 'node:net';
import type { Service } from '../../kinds/core/service/index.ts';

/** Told to every container, since this is how clients inside the cluster find the API server. */
const masterService = { namespace: 'default', name: 'kubernetes' };

/** What containers are told of the services of their namespace, in the way of Docker's links. */
export function serviceVariables(
  services: readonly Service[],
  { namespace, enableServiceLinks }: { readonly namespace: string; readonly enableServiceLinks: boolean },
): ReadonlyMap<string, string> {
  const told = new Map<string, Service>();
  for (const service of services) {
    const { name, namespace: own } = service.metadata;
    if (!hasClusterAddress(service)) continue;
    if (own === masterService.namespace && name === masterService.name) told.set(name, told.get(name) ?? service);
    else if (own === namespace && enableServiceLinks) told.set(name, service);
  }
  return new Map([...told.values()].flatMap(variablesOf));
}

const hasClusterAddress = ({ spec }: Service): boolean =>
  spec.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None';

function variablesOf({ metadata, spec }: Service): [string, string][] {
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (!first) return [];
  const prefix = variableName(metadata.name);
  const port = `${prefix}_SERVICE_PORT`;
  return [
    [`${prefix}_SERVICE_HOST`, clusterIP],
    [port, String(first.port)],
    ...ports
      .filter(({ name }) => name)
      .map(({ name = '', port: number }): [string, string] => [`${port}_${variableName(name)}`, String(number)]),
    [`${prefix}_PORT`, address(clusterIP, first)],
    ...ports.flatMap((each): [string, string][] => {
      const protocol = each.protocol || 'TCP';
      const link = `${prefix}_PORT_${each.port}_${protocol.toUpperCase()}`;
      return [
        [link, address(clusterIP, each)],
        [`${link}_PROTO`, protocol.toLowerCase()],
        [`${link}_PORT`, String(each.port)],
        [`${link}_ADDR`, clusterIP],
      ];
    }),
  ];
}

const address = (ip: string, { protocol, port }: { readonly protocol?: string | undefined; readonly port: number }): string =>
  `${(protocol || 'TCP').toLowerCase()}://${isIPv6(ip) ? `[${ip}]` : ip}:${port}`;

const variableName = (name: string): string => name.replaceAll('-', '_').toUpperCase();
