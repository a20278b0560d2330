import type { Container } from '../../kinds/core/pod/container.ts';

/** A port by number, or by the name one of the container's ports has. */
export function containerPort(port: number | string, { ports = [] }: Pick<Container, 'ports'>): number {
  const named = typeof port === 'string' ? ports.find(({ name }) => name === port)?.containerPort : undefined;
  const number = named ?? Number(port);
  if (!Number.isInteger(number)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  if (number < 1 || number > 65_535) throw new Error(`invalid port number: ${number}`);
  return number;
}

/** Brackets around addresses of IPv6. */
export const hostAndPort = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
