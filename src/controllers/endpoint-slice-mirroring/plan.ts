import type { Endpoints } from '../../kinds/core/endpoints.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { Endpoint, type EndpointPort } from '../../kinds/discovery/endpoint-slice/schema.ts';
import { isSame } from '../../kinds/same.ts';
import type { Labels } from '../../model/labels.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { endpointKey, portsKey, type AddressType } from '../service-slices/keys.ts';
import { reuse, type SliceChanges } from '../service-slices/slice-changes.ts';
import { endpointOf, metadataFor, newSlice, portOf } from './slice.ts';
import { repacked } from './subsets.ts';

/** More of a subset are not mirrored, so that one slice holds them all. */
export const addressesPerSubset = 1000;

export interface Plan extends SliceChanges {
  /** How many of the addresses are none. */
  readonly invalidCount: number;
  /** How many are not mirrored, those included. */
  readonly skippedCount: number;
}

interface Wanted {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Map<string, Endpoint>;
}

/** One slice for each subset and type of address. */
export function plan(endpoints: Endpoints, slices: readonly EndpointSlice[]): Plan {
  const { wanted, invalidCount, skippedCount } = wantedSlices(endpoints);
  const existing = Map.groupBy(slices, ({ addressType, ports }) => keyOf(addressType, ports));
  const plans = [...wanted].map(([key, slice]) => planFor(endpoints, slice, existing.get(key) ?? []));
  const unwanted = [...existing].filter(([key]) => !wanted.has(key)).flatMap(([, others]) => others);
  const changes = {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    remove: [...plans.flatMap(({ remove }) => remove), ...unwanted],
  };
  const reused = (['IPv4', 'IPv6'] as const).map((type) => {
    const ofType = ({ addressType }: { addressType: string }) => addressType === type;
    return reuse({ create: changes.create.filter(ofType), update: [], remove: changes.remove.filter(ofType) });
  });
  return {
    create: reused.flatMap(({ create }) => create),
    update: [...changes.update, ...reused.flatMap(({ update }) => update)],
    remove: reused.flatMap(({ remove }) => remove),
    invalidCount,
    skippedCount,
  };
}

const keyOf = (addressType: string, ports: readonly EndpointPort[] | null | undefined) => `${addressType} ${portsKey(ports)}`;

function wantedSlices({ subsets = [] }: Endpoints) {
  const wanted = new Map<string, Wanted>();
  let invalidCount = 0;
  let skippedCount = 0;
  for (const { addresses = [], notReadyAddresses = [], ports: subsetPorts = [] } of repacked(subsets)) {
    const ports = subsetPorts.map(portOf);
    const mirrored = [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ];
    const valid = mirrored.filter((each) => each !== undefined);
    const kept = valid.slice(0, addressesPerSubset);
    for (const { addressType, endpoint } of kept) {
      const slice = wanted.getOrInsertComputed(keyOf(addressType, ports), () => ({ addressType, ports, endpoints: new Map() }));
      slice.endpoints.set(endpointKey(endpoint), endpoint);
    }
    invalidCount += mirrored.length - valid.length;
    skippedCount += mirrored.length - kept.length;
  }
  return { wanted, invalidCount, skippedCount };
}

function planFor(source: Endpoints, wanted: Wanted, [first, ...others]: readonly EndpointSlice[]): SliceChanges {
  const content = { ...wanted, endpoints: [...wanted.endpoints.values()] };
  if (!first) return { create: [newSlice(source, content)], update: [], remove: [] };
  if (isMirrored(first, { source, wanted })) return { create: [], update: [], remove: others };
  const metadata = { ...first.metadata, ...metadataFor(source) };
  return { create: [], update: [{ ...first, metadata, endpoints: content.endpoints }], remove: others };
}

function isMirrored({ metadata, endpoints }: EndpointSlice, { source, wanted }: { source: Endpoints; wanted: Wanted }): boolean {
  const { labels, annotations } = metadataFor(source);
  const present = endpoints ?? [];
  return (
    present.length === wanted.endpoints.size &&
    present.every((endpoint) => {
      const same = wanted.endpoints.get(endpointKey(endpoint));
      return same !== undefined && isSame(Endpoint, same, endpoint);
    }) &&
    isSameMap(labels, metadata.labels) &&
    isSameMap(annotations, metadata.annotations) &&
    isControlledBy({ metadata }, source)
  );
}

function isSameMap(wanted: Labels, present: Labels = {}): boolean {
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(present).length && keys.every((key) => wanted[key] === present[key]);
}
