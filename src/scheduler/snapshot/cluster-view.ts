import type { Ref } from '../../client/client.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodCount, PodQuery } from './pod-counts.ts';
import type { TermIndex } from './term-index.ts';

/**
 * What plugins see of the cluster. It does not change during a cycle, since a cycle never waits; it does between cycles,
 * so nothing of it may be kept.
 */
export interface ClusterView {
  /** In the order in which they are looked at. */
  readonly nodes: readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  countPods(query: PodQuery): PodCount;
  /** What placed pods wish about others. */
  readonly terms: Pick<TermIndex, 'matching'>;
  /** How many nodes have an image of this name. */
  nodesWithImage(name: string): number;
  /** How many placed pods use a claim. */
  podsUsingClaim(ref: Ref): number;
  /** Other objects, of the kinds that the plugin says it reads. */
  readonly objects: ObjectReader;
}

export interface ObjectReader {
  get<T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined;
  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): readonly T[];
}
