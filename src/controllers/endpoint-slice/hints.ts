import { EndpointHints, type Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isSame } from '../../kinds/same.ts';
import type { Filled } from './fill.ts';

type HintsOf = (endpoint: Endpoint) => EndpointHints | undefined;

export const withoutHints: HintsOf = () => undefined;

/**
 * How `trafficDistribution` (KEP-3015) wants endpoints to be used: by clients of their own zone, or of their own node.
 * Undefined where it has no wish.
 */
export function preferredHints({ spec }: Service): HintsOf | undefined {
  const { trafficDistribution = '' } = spec;
  if (!['PreferClose', 'PreferSameZone', 'PreferSameNode'].includes(trafficDistribution)) return undefined;
  return ({ conditions, zone, nodeName }) => {
    const forZones = zone ? { forZones: [{ name: zone }] } : {};
    const forNodes = nodeName && trafficDistribution === 'PreferSameNode' ? { forNodes: [{ name: nodeName }] } : {};
    const hints = { ...forZones, ...forNodes };
    return conditions?.ready && Object.keys(hints).length > 0 ? hints : undefined;
  };
}

/** Gives each endpoint the hints that it should have. Slices whose endpoints have them already are left alone. */
export function hinted({ create, update, unchanged, remove }: Filled, hintsOf: HintsOf): Filled {
  const isRight = (endpoint: Endpoint) => isSame(EndpointHints, hintsOf(endpoint), endpoint.hints);
  const [right = [], wrong = []] = [true, false].map((wanted) =>
    unchanged.filter((slice) => (slice.endpoints ?? []).every(isRight) === wanted),
  );
  return {
    create: create.map((slice) => withHints(slice, hintsOf)),
    update: [...update, ...wrong].map((slice) => withHints(slice, hintsOf)),
    unchanged: right,
    remove,
  };
}

const withHints = <T extends { endpoints?: Endpoint[] | null }>(slice: T, hintsOf: HintsOf): T => ({
  ...slice,
  endpoints: (slice.endpoints ?? []).map((endpoint) => {
    const { hints: _, ...rest } = endpoint;
    const hints = hintsOf(endpoint);
    return hints ? { ...rest, hints } : rest;
  }),
});
