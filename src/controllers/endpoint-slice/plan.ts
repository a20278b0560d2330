import type { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isEndpoint } from '../service-pods/membership.ts';
import { endpointKey, portsKey, type AddressType } from '../service-slices/keys.ts';
import { reuse, type SliceChanges } from '../service-slices/slice-changes.ts';
import { addressTypesOf, endpointOf, portsOf } from './endpoints.ts';
import { fill, sizeOf, type Filled } from './fill.ts';
import { hinted, preferredHints, withoutHints } from './hints.ts';
import { hasLabels, isOwnedBy, newSlice } from './slice.ts';
import { isTopologyAware, spreadOverZones } from './topology-hints.ts';
import type { ZoneShares } from './zone-shares.ts';

export interface Observation {
  readonly service: Service;
  readonly pods: readonly Pod[];
  /** Those of this service that this controller manages. */
  readonly slices: readonly EndpointSlice[];
  readonly nodeOf: (name: string) => Node | undefined;
  /** Only asked where endpoints are spread over zones. */
  readonly shares: () => ZoneShares | undefined;
  /** Whether the service's endpoints were spread over zones the last time. */
  readonly wasSpread: boolean;
}

export interface Plan extends SliceChanges {
  /** Pods that were left out because their nodes are not known, perhaps not yet. */
  readonly withoutNode: readonly Pod[];
  /** Whether endpoints are spread over zones now, and what there is to tell about that. */
  readonly isSpread: boolean;
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'TopologyAwareHintsEnabled' | 'TopologyAwareHintsDisabled';
  readonly message: string;
}

/** Changes as few slices as it can, since each change goes to every node. */
export function plan(observation: Observation): Plan {
  const { service, slices, wasSpread } = observation;
  const types = addressTypesOf(service);
  let isSpread = false;
  const plans = types.map((type) => {
    const ofType = slices.filter(({ addressType }) => addressType === type);
    const result = planForType(type, { ...observation, slices: ofType, wasSpread: wasSpread || isSpread });
    isSpread ||= result.isSpread;
    return result;
  });
  const foreign = slices.filter(({ addressType }) => !types.some((type) => type === addressType));
  return {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    remove: [...plans.flatMap(({ remove }) => remove), ...foreign],
    withoutNode: plans[0]?.withoutNode ?? [],
    isSpread,
    notices: plans.flatMap(({ notices }) => notices),
  };
}

function planForType(addressType: AddressType, observation: Observation): Plan {
  const { service, slices } = observation;
  const { groups, withoutNode } = groupsOf(addressType, observation);
  const owned = slices.filter((slice) => isOwnedBy(slice, service));
  const byPorts = Map.groupBy(owned, ({ ports }) => portsKey(ports));
  const plans = [...groups].map(([key, group]) => fill({ service, addressType, ...group }, byPorts.get(key) ?? []));
  const filled = {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    unchanged: plans.flatMap(({ unchanged }) => unchanged),
    remove: [
      ...slices.filter((slice) => !isOwnedBy(slice, service)),
      ...plans.flatMap(({ remove }) => remove),
      ...[...byPorts].filter(([key]) => !groups.has(key)).flatMap(([, unwanted]) => unwanted),
    ],
  };
  const { slices: ready, ...told } = withHints(withPlaceholder(filled, { service, addressType }), { addressType, observation });
  return { ...reuse(ready, (slice) => isOwnedBy(slice, service)), ...told, withoutNode };
}

interface Group {
  readonly ports: ReturnType<typeof portsOf>;
  readonly endpoints: Map<string, Endpoint>;
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

/** A service without endpoints has an empty slice, to tell that it was looked at. */
function withPlaceholder(filled: Filled, { service, addressType }: { service: Service; addressType: AddressType }): Filled {
  const { create, update, unchanged, remove } = filled;
  if (create.length + update.length + unchanged.length > 0) return filled;
  const [only, ...others] = remove;
  if (only && others.length === 0 && isPlaceholder(only, service)) return { ...filled, unchanged: [only], remove: [] };
  return { ...filled, create: [newSlice(service, { addressType, ports: [], endpoints: [] })] };
}

const isPlaceholder = (slice: EndpointSlice, service: Service): boolean =>
  isOwnedBy(slice, service) && sizeOf(slice) === 0 && (slice.ports ?? []).length === 0 && hasLabels(slice, service);

interface Hinted extends Pick<Plan, 'isSpread' | 'notices'> {
  readonly slices: Filled;
}

/** The annotation comes before the field where a service has both. */
function withHints(filled: Filled, { addressType, observation }: { addressType: AddressType; observation: Observation }): Hinted {
  const { service, shares, wasSpread } = observation;
  const disabled = (why: string): Notice => ({
    type: 'Warning',
    reason: 'TopologyAwareHintsDisabled',
    message: `${why}, addressType: ${addressType}`,
  });
  if (!isTopologyAware(service)) {
    const notices = wasSpread ? [disabled('Topology Aware Hints has been disabled')] : [];
    return { slices: hinted(filled, preferredHints(service) ?? withoutHints), isSpread: false, notices };
  }
  const spread = spreadOverZones(filled, shares());
  if (typeof spread === 'string') return { slices: hinted(filled, withoutHints), isSpread: false, notices: [disabled(spread)] };
  const message = `Topology Aware Hints has been enabled, addressType: ${addressType}`;
  return { slices: spread, isSpread: true, notices: wasSpread ? [] : [{ type: 'Normal', reason: 'TopologyAwareHintsEnabled', message }] };
}
