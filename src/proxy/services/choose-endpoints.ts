import type { Endpoint } from './endpoints.ts';

/** Where this proxy is, for hints that say which endpoints are meant for whom. */
export interface Topology {
  readonly nodeName: string;
  readonly zone: string | undefined;
}

/** Which traffic policies a service port has a use for. */
export interface Uses {
  readonly cluster: boolean;
  readonly local: boolean;
}

export interface ChosenEndpoints {
  /** For traffic that may go anywhere. */
  readonly cluster: readonly Endpoint[];
  /** For traffic that must stay on this node. */
  readonly local: readonly Endpoint[];
  /** Whether any node could serve the port, even if nothing here leads there. */
  readonly isServedAnywhere: boolean;
}

/** Ready endpoints; only when there are none, those that are ending and still serve. */
export function chooseEndpoints(all: readonly Endpoint[], uses: Uses, topology: Topology): ChosenEndpoints {
  const cluster = uses.cluster ? clusterEndpoints(all, topology) : [];
  const local = uses.local
    ? usable(
        all.filter(({ isLocal }) => isLocal),
        () => true,
      )
    : [];
  const isServedAnywhere = cluster.length > 0 || (uses.local && all.some((endpoint) => endpoint.isReady || isLeaving(endpoint)));
  return { cluster, local, isServedAnywhere };
}

/** Every endpoint that either policy leads to. */
export function reachable({ cluster, local }: ChosenEndpoints): readonly Endpoint[] {
  return local.length === 0 ? cluster : [...new Set([...cluster, ...local])];
}

const clusterEndpoints = (all: readonly Endpoint[], topology: Topology) => usable(all, nearby(all, topology));

function usable(endpoints: readonly Endpoint[], isMeant: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.isReady && isMeant(endpoint));
  return ready.length > 0 ? ready : endpoints.filter(isLeaving);
}

const isLeaving = ({ isServing, isTerminating }: Endpoint) => isServing && isTerminating;

/** Hints count only if every ready endpoint has one and one of them is for here: hints that are incomplete may be out of date. */
function nearby(all: readonly Endpoint[], { nodeName, zone }: Topology): (endpoint: Endpoint) => boolean {
  const ready = all.filter(({ isReady }) => isReady);
  const forNode = ({ nodes }: Endpoint) => nodes?.includes(nodeName) ?? false;
  if (ready.every(({ nodes }) => nodes) && ready.some(forNode)) return forNode;
  const forZone = ({ zones }: Endpoint) => zone !== undefined && (zones?.includes(zone) ?? false);
  if (ready.every(({ zones }) => zones) && ready.some(forZone)) return forZone;
  return () => true;
}
