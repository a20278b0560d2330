import type { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import type { Filled } from './fill.ts';
import type { ZoneShares } from './zone-shares.ts';

/** By how much of its fair share more an endpoint may get before hints do more harm than good. */
const overloadThreshold = 0.2;

/** Whether endpoints are to be spread over zones by how many processors these have (KEP-2433). */
export function isTopologyAware({ metadata: { annotations = {} } }: Service): boolean {
  const mode = annotations['service.kubernetes.io/topology-aware-hints'] ?? annotations['service.kubernetes.io/topology-mode'];
  return mode === 'Auto' || mode === 'auto';
}

interface Allocation {
  readonly minimum: number;
  readonly maximum: number;
  readonly desired: number;
}

type Allocations = ReadonlyMap<string, Allocation>;

/**
 * Gives the endpoints to zones by the zones' shares: to their own zone, but for those that another zone lacks. Slices that
 * can stay as they are do. Answers with the reason where that cannot be done well.
 */
export function spreadOverZones(filled: Filled, shares: ZoneShares | undefined): Filled | string {
  const readyCount = [...filled.create, ...filled.update, ...filled.unchanged].flatMap(readyEndpoints).length;
  const allocations = allocate(readyCount, shares);
  if (typeof allocations === 'string') return allocations;

  const given = new Map<string, number>();
  const unchanged: EndpointSlice[] = [];
  const unfit: EndpointSlice[] = [];
  for (const slice of filled.unchanged) {
    const hints = hintsByZone(slice);
    const fits = hints && [...hints].every(([zone, count]) => count + (given.get(zone) ?? 0) <= (allocations.get(zone)?.maximum ?? -1));
    if (fits) addAll(given, hints);
    (fits ? unchanged : unfit).push(slice);
  }

  const changing = [...filled.create, ...filled.update, ...unfit].flatMap(readyEndpoints);
  if (changing.some(({ zone }) => !zone)) return 'One or more endpoints do not have a zone specified';
  for (const { zone = '' } of changing) add(given, zone, 1);
  const zones = redistribute(changing, moves(allocations, given));
  const spread = <T extends { endpoints?: Endpoint[] | null }>(slice: T): T => ({
    ...slice,
    endpoints: (slice.endpoints ?? []).map((endpoint) => {
      const { hints: _, ...rest } = endpoint;
      const zone = zones.get(endpoint);
      return zone === undefined ? rest : { ...rest, hints: { forZones: [{ name: zone }] } };
    }),
  });
  return { create: filled.create.map(spread), update: [...filled.update, ...unfit].map(spread), unchanged, remove: filled.remove };
}

const readyEndpoints = ({ endpoints }: Pick<EndpointSlice, 'endpoints'>): readonly Endpoint[] =>
  (endpoints ?? []).filter(({ conditions }) => conditions?.ready === true);

/** How many of the endpoints each zone may have, or why there is no good answer. */
export function allocate(count: number, shares: ZoneShares | undefined): Allocations | string {
  if (!shares) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
  const counts = `(${count} endpoints, ${shares.size} zones)`;
  if (shares.size > count) return `Insufficient number of endpoints ${counts}`;
  const minimums = new Map([...shares].map(([zone, share]) => [zone, Math.ceil((share * count) / (1 + overloadThreshold))]));
  const spare = count - minimums.values().reduce((sum, minimum) => sum + minimum, 0);
  if (spare < 0) return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${counts}`;
  return new Map(
    [...minimums].map(([zone, minimum]) => {
      const desired = Math.max((shares.get(zone) ?? 0) * count, minimum);
      return [zone, { minimum, desired, maximum: minimum + spare }];
    }),
  );
}

/** Undefined where an endpoint has none. */
function hintsByZone(slice: EndpointSlice): ReadonlyMap<string, number> | undefined {
  const counts = new Map<string, number>();
  for (const { hints } of readyEndpoints(slice)) {
    const zones = hints?.forZones ?? [];
    if (zones.length === 0) return undefined;
    for (const { name } of zones) add(counts, name, 1);
  }
  return counts;
}

interface Moves {
  readonly giving: Map<string, number>;
  readonly receiving: Map<string, number>;
}

/** How many endpoints zones have to give, and how many they get. */
function moves(allocations: Allocations, given: ReadonlyMap<string, number>): Moves {
  const surplus = new Map([...allocations].map(([zone, { desired }]) => [zone, (given.get(zone) ?? 0) - desired]));
  const giving = new Map<string, number>();
  const receiving = new Map<string, number>();
  for (;;) {
    const [most, least] = extremes(surplus);
    if (!most || !least || (most.surplus < 1 && -least.surplus < 1) || most.surplus < 0.5 || -least.surplus < 0.5)
      return { giving, receiving };
    add(giving, most.zone, 1);
    add(surplus, most.zone, -1);
    add(receiving, least.zone, 1);
    add(surplus, least.zone, 1);
  }
}

function extremes(surplus: ReadonlyMap<string, number>) {
  const sorted = [...surplus].map(([zone, value]) => ({ zone, surplus: value })).toSorted((a, b) => b.surplus - a.surplus);
  return [sorted[0], sorted.at(-1)] as const;
}

/** The zone of each endpoint: mostly its own. */
function redistribute(endpoints: readonly Endpoint[], { giving, receiving }: Moves): ReadonlyMap<Endpoint, string> {
  const receivers = [...receiving].flatMap(([zone, count]) => Array.from({ length: count }, () => zone));
  return new Map(
    endpoints.map((endpoint) => {
      const { zone = '' } = endpoint;
      const left = giving.get(zone) ?? 0;
      const receiver = left > 0 ? receivers.shift() : undefined;
      if (receiver !== undefined) giving.set(zone, left - 1);
      return [endpoint, receiver ?? zone];
    }),
  );
}

const add = (counts: Map<string, number>, zone: string, count: number): void => {
  counts.set(zone, (counts.get(zone) ?? 0) + count);
};

const addAll = (counts: Map<string, number>, more: ReadonlyMap<string, number>): void => {
  for (const [zone, count] of more) add(counts, zone, count);
};
