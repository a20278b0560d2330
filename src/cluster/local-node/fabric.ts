import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addressAt, formatCidr, parseCidr } from '../../base/cidr.ts';
import { writeFileAtomically } from '../../base/atomic-file.ts';
import {
  rangeCandidates,
  rangeInTheWay,
  rangesOf,
  usedRanges,
  type AddressRanges,
  type RangeName,
  type UsedRange,
} from './address-ranges.ts';
import { ip, ipIfNeeded, ipList } from './ip-command.ts';
import { bridgeName, checkName, hardwareAddress } from './names.ts';

/**
 * What the nodes of a local cluster are plugged into: one bridge with the host at its first address. The host reaches pods
 * and services by routes over it. Nothing else of the host's network is touched; there is no address translation.
 */
export interface Fabric extends AddressRanges, AsyncDisposable {
  readonly clusterName: string;
  /** Where the cluster's files are. */
  readonly dataFolder: string;
  readonly bridge: string;
  /** The host's address on the bridge: what nodes and pods reach the control plane at. */
  readonly gateway: string;
}

export interface FabricOptions extends Partial<AddressRanges> {
  readonly clusterName: string;
  readonly dataFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the bridge, or takes over the one there is. Ranges that are not given are those of last time, or else some that
 * nobody on this machine uses. Disposing removes the bridge, so leave that to whoever takes the cluster down.
 */
export async function createFabric({ clusterName, dataFolder, signal, ...wanted }: FabricOptions): Promise<Fabric> {
  checkName(clusterName, 'cluster');
  const bridge = bridgeName(clusterName);
  const recorded = await readRanges(dataFolder);
  // Without a record it is left over from a start that was cut short, and nothing tells which range is which.
  if (!recorded) await ipIfNeeded(`link delete ${bridge}`, { signal });
  const made = await ipIfNeeded(`link add ${bridge} type bridge`, { signal });
  try {
    await ip([`link set ${bridge} up`], { signal });
    const ranges = await reserveRanges({ bridge, clusterName, wanted, recorded, signal });
    const gateway = addressAt(parseCidr(ranges.nodeCidr), 1);
    await ip(
      [
        `link set ${bridge} address ${hardwareAddress(gateway)}`,
        `address replace ${gateway}/${prefixOf(ranges.nodeCidr)} dev ${bridge} noprefixroute`,
      ],
      { signal },
    );
    await mkdir(dataFolder, { recursive: true, mode: 0o755 });
    await writeFileAtomically(recordPath(dataFolder), JSON.stringify(ranges));
    return { clusterName, dataFolder, bridge, gateway, ...ranges, [Symbol.asyncDispose]: () => removeFabric({ clusterName, dataFolder }) };
  } catch (error) {
    if (made) await takeDownFabric({ clusterName });
    throw error;
  }
}

/** Removes the bridge and its routes, whatever state they are in, and forgets its ranges. Nodes must have been stopped. */
export async function removeFabric({ clusterName, dataFolder }: Pick<Fabric, 'clusterName' | 'dataFolder'>): Promise<void> {
  await takeDownFabric({ clusterName });
  await rm(recordPath(dataFolder), { force: true });
}

/** Removes the bridge and its routes; the next start makes them again, with the same ranges. Nodes must have been stopped. */
export async function takeDownFabric({ clusterName }: Pick<Fabric, 'clusterName'>): Promise<void> {
  const bridge = bridgeName(clusterName);
  // Cables of nodes that were killed, which the kernel has not come to take away yet.
  const links = await ipList<{ ifname: string; master?: string }>(['link', 'show']);
  for (const { ifname, master } of links) if (master === bridge) await ipIfNeeded(`link delete ${ifname}`);
  await ipIfNeeded(`link delete ${bridge}`);
}

interface Reservation {
  readonly bridge: string;
  readonly clusterName: string;
  readonly wanted: Partial<AddressRanges>;
  readonly recorded: AddressRanges | undefined;
  readonly signal: AbortSignal | undefined;
}

async function reserveRanges(reservation: Reservation): Promise<AddressRanges> {
  const own: UsedRange[] = [];
  const reserve = async (name: RangeName) => {
    const cidr = await reserveRange(name, own, reservation);
    own.push({ cidr, by: `its ${labels[name]}s` });
    return cidr;
  };
  const nodeCidr = await reserve('nodeCidr');
  return { nodeCidr, podCidr: await reserve('podCidr'), serviceCidr: await reserve('serviceCidr') };
}

/** A route can be added by one only: that makes it the lock when several clusters choose at the same time. */
async function reserveRange(
  name: RangeName,
  own: readonly UsedRange[],
  { bridge, clusterName, signal, ...ranges }: Reservation,
): Promise<string> {
  const [wanted, recorded] = [ranges.wanted[name], ranges.recorded?.[name]];
  const fixed = wanted === undefined ? recorded : ipv4Range(wanted);
  if (recorded !== undefined && fixed !== recorded) {
    throw new RangeError(`cluster ${clusterName} has the ${labels[name]} range ${recorded}; remove it first to give it ${fixed}`);
  }
  const routes = await ipList<{ dst: string; dev?: string; type?: string }>(['-4', 'route', 'show', 'table', 'all'], { signal });
  const used = usedRanges(routes, bridge);
  for (const cidr of fixed === undefined ? rangeCandidates(name, clusterName) : [fixed]) {
    const other = rangeInTheWay(cidr, own);
    if (other && fixed !== undefined) {
      throw new RangeError(`the ${labels[name]} range ${cidr} overlaps with ${other.cidr}, which the cluster has for ${other.by}`);
    }
    if (!other && rangesOf(routes, bridge).includes(cidr)) return cidr;
    const inTheWay = rangeInTheWay(cidr, used);
    if (inTheWay && fixed !== undefined) {
      throw new RangeError(`the ${labels[name]} range ${cidr} overlaps with ${inTheWay.cidr}, which this machine uses for ${inTheWay.by}`);
    }
    if (!other && !inTheWay && (await ipIfNeeded(`route add ${cidr} dev ${bridge}`, { signal }))) return cidr;
  }
  throw new RangeError(`this machine has no ${labels[name]} range left for cluster ${clusterName}`);
}

const labels = { nodeCidr: 'node', podCidr: 'pod', serviceCidr: 'service' } as const;

function ipv4Range(text: string): string {
  const cidr = parseCidr(text);
  if (cidr.family !== 4) throw new RangeError(`${text} is not a range of IPv4 addresses, which is what local nodes have`);
  return formatCidr(cidr);
}

const prefixOf = (cidr: string) => parseCidr(cidr).prefixLength;

const recordPath = (dataFolder: string) => join(dataFolder, 'fabric.json');

async function readRanges(dataFolder: string): Promise<AddressRanges | undefined> {
  try {
    return JSON.parse(await readFile(recordPath(dataFolder), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
