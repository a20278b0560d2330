import { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isSame } from '../../kinds/same.ts';
import type { New } from '../../model/kind.ts';
import { isEndpoint } from '../service-pods/membership.ts';
import { addressTypesOf, endpointKey, endpointOf, portsKey, portsOf, type AddressType } from './endpoints.ts';
import { hasLabels, isOwnedBy, newSlice, withLabels } from './slice.ts';

/** As many as upstream's controller puts into one, unless told otherwise. */
export const endpointsPerSlice = 100;

export interface Observation {
  readonly service: Service;
  readonly pods: readonly Pod[];
  /** Those of this service that this controller manages. */
  readonly slices: readonly EndpointSlice[];
  readonly nodeOf: (name: string) => Node | undefined;
}

export interface Plan {
  readonly create: readonly New<EndpointSlice>[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
  /** Pods that were left out because their nodes are not known, perhaps not yet. */
  readonly withoutNode: readonly Pod[];
}

/** Changes as few slices as it can, since each change goes to every node. */
export function plan(observation: Observation): Plan {
  const { service, slices } = observation;
  const types = addressTypesOf(service);
  const plans = types.map((type) =>
    planForType(type, { ...observation, slices: slices.filter(({ addressType }) => addressType === type) }),
  );
  const foreign = slices.filter(({ addressType }) => !types.some((type) => type === addressType));
  return {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    remove: [...plans.flatMap(({ remove }) => remove), ...foreign],
    withoutNode: plans[0]?.withoutNode ?? [],
  };
}

interface Group {
  readonly ports: ReturnType<typeof portsOf>;
  readonly endpoints: Map<string, Endpoint>;
}

function planForType(addressType: AddressType, observation: Observation): Plan {
  const { service, slices } = observation;
  const { groups, withoutNode } = groupsOf(addressType, observation);
  const owned = slices.filter((slice) => isOwnedBy(slice, service));
  const byPorts = Map.groupBy(owned, ({ ports }) => portsKey(ports));
  const plans = [...groups].map(([key, group]) => planForPorts({ service, addressType, ...group }, byPorts.get(key) ?? []));
  const create = plans.flatMap((each) => each.create);
  const update = plans.flatMap((each) => each.update);
  const remove = [
    ...slices.filter((slice) => !isOwnedBy(slice, service)),
    ...plans.flatMap((each) => each.remove),
    ...[...byPorts].filter(([key]) => !groups.has(key)).flatMap(([, unwanted]) => unwanted),
  ];
  if (remove.length < slices.length || create.length > 0) return reuse({ create, update, remove, withoutNode }, service);

  // A service without endpoints has an empty slice, to tell that it was looked at.
  const [only, ...others] = remove;
  if (only && others.length === 0 && isPlaceholder(only, service)) return { create, update, remove: [], withoutNode };
  return reuse({ create: [newSlice(service, { addressType, ports: [], endpoints: [] })], update, remove, withoutNode }, service);
}

function groupsOf(addressType: AddressType, { service, pods, nodeOf }: Observation): { groups: Map<string, Group>; withoutNode: Pod[] } {
  const groups = new Map<string, Group>();
  const withoutNode: Pod[] = [];
  for (const pod of pods) {
    if (!isEndpoint(pod, { includeTerminating: true })) continue;
    const node = pod.spec.nodeName ? nodeOf(pod.spec.nodeName) : undefined;
    const ports = portsOf(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: new Map() };
    groups.set(key, group);
    if (!node && !service.spec.publishNotReadyAddresses) {
      withoutNode.push(pod);
      continue;
    }
    const endpoint = endpointOf(pod, { service, node, addressType });
    if (endpoint) group.endpoints.set(endpointKey(endpoint), endpoint);
  }
  return { groups, withoutNode };
}

interface Desired extends Group {
  readonly service: Service;
  readonly addressType: AddressType;
}

function planForPorts(desired: Desired, slices: readonly EndpointSlice[]): Omit<Plan, 'withoutNode'> {
  const { service, addressType, ports } = desired;
  const missing = new Map(desired.endpoints);
  const remove: EndpointSlice[] = [];
  const changed: EndpointSlice[] = [];
  let unchanged: EndpointSlice[] = [];

  for (const slice of slices) {
    const kept: Endpoint[] = [];
    let isUpdated = false;
    for (const endpoint of slice.endpoints ?? []) {
      const key = endpointKey(endpoint);
      const wanted = missing.get(key);
      if (!wanted) continue;
      missing.delete(key);
      kept.push(wanted);
      isUpdated ||= !isSame(Endpoint, wanted, endpoint);
    }
    const isShrunk = kept.length !== (slice.endpoints ?? []).length;
    if ((isUpdated || isShrunk) && kept.length === 0) remove.push(slice);
    else if (isUpdated || isShrunk) changed.push({ ...withLabels(slice, service), endpoints: kept });
    else if (!hasLabels(slice, service)) changed.push(withLabels(slice, service));
    else unchanged.push(slice);
  }

  const left = [...missing.values()];
  // Slices that change anyway are filled first, the fullest before the others.
  const update = changed
    .toSorted((a, b) => sizeOf(b) - sizeOf(a))
    .map((slice) => ({ ...slice, endpoints: [...(slice.endpoints ?? []), ...left.splice(0, endpointsPerSlice - sizeOf(slice))] }));
  const create: New<EndpointSlice>[] = [];
  while (left.length > 0) {
    const fitting = left.length < endpointsPerSlice ? bestFit(unchanged, left.length) : undefined;
    if (fitting) {
      unchanged = unchanged.filter((slice) => slice !== fitting);
      update.push({ ...fitting, endpoints: [...(fitting.endpoints ?? []), ...left.splice(0)] });
    } else {
      create.push(newSlice(service, { addressType, ports, endpoints: left.splice(0, endpointsPerSlice) }));
    }
  }
  return { create, update, remove };
}

const sizeOf = ({ endpoints }: EndpointSlice): number => (endpoints ?? []).length;

/** The slice that comes closest to full with so many more. */
function bestFit(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  const room = (slice: EndpointSlice) => endpointsPerSlice - sizeOf(slice) - count;
  return slices.filter((slice) => room(slice) >= 0 && sizeOf(slice) > 0).toSorted((a, b) => room(a) - room(b))[0];
}

const isPlaceholder = (slice: EndpointSlice, service: Service): boolean =>
  isOwnedBy(slice, service) && sizeOf(slice) === 0 && (slice.ports ?? []).length === 0 && hasLabels(slice, service);

/** Rather than to delete one slice and create another, changes the one into the other. */
function reuse({ create, update, remove, withoutNode }: Plan, service: Service): Plan {
  const reusable = remove.filter((slice) => isOwnedBy(slice, service)).slice(0, create.length);
  const reused = reusable.map((slice, index) => {
    const wanted = create[index];
    if (!wanted) return slice;
    const { labels } = wanted.metadata;
    return { ...slice, ...wanted, metadata: { ...slice.metadata, ...(labels && { labels }) } };
  });
  return {
    create: create.slice(reusable.length),
    update: [...update, ...reused],
    remove: remove.filter((slice) => !reusable.includes(slice)),
    withoutNode,
  };
}
