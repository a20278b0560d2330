import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A label of a domain name, so that it can be part of a host name, a path and a control group. */
export function checkName(name: string, what: string): void {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw new RangeError(`"${name}" cannot be the name of a ${what}: up to 63 letters a-z, digits and dashes, with no dash at either end`);
  }
}

/** Interface names have at most 15 characters, so long cluster names are cut and told apart by a hash. */
export const bridgeName = (clusterName: string): string => `kb-${shortName(clusterName)}`;

/** The host's end of a node's cable. */
export const cableName = (clusterName: string, index: number): string => `kn${index}-${shortName(clusterName)}`;

const shortName = (name: string) => (name.length <= 8 ? name : `${name.slice(0, 3)}${hash(name).slice(0, 5)}`);

/** The dots keep apart what dashes within names could mix up. */
export const cgroupRoot = (clusterName: string, nodeName: string): string => `/kubets.${clusterName}.${nodeName}`;

/** One that stays the same when a node is started again, so that neighbours need not learn it anew. Locally administered. */
export function hardwareAddress(address: string): string {
  if (!isIPv4(address)) throw new RangeError(`"${address}" is not an IPv4 address`);
  return ['0a', '58', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}

/** See machine-id(5). */
export const machineId = (clusterName: string, nodeName: string): string => hash(`${clusterName}/${nodeName}`).slice(0, 32);

/** A number below the bound that is the same for the same text. */
export const spread = (text: string, bound: number): number => Number.parseInt(hash(text).slice(0, 8), 16) % bound;

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
