import type { Ref } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { prepareFilters, refusalOf } from '../cycle/filters.ts';
import type { Plugin } from '../plugin.ts';
import { ClusterState } from '../snapshot/cluster-state.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';

export interface ClusterOptions {
  readonly nodes?: readonly Node[];
  /** With the node that each is on. */
  readonly pods?: readonly (readonly [Pod, string])[];
  readonly objects?: readonly KubeObject[];
}

export function clusterOf({ nodes = [], pods = [], objects = [] }: ClusterOptions): ClusterState {
  const cluster = new ClusterState({ objects: readerOf(objects) });
  for (const node of nodes) cluster.setNode(node);
  for (const [pod, nodeName] of pods) cluster.setPod(podInfoOf(pod), nodeName);
  return cluster;
}

export function readerOf(objects: readonly KubeObject[]): ObjectReader {
  const isOf = <T extends KubeObject>(kind: Kind<T>, object: KubeObject): object is T => object.kind === kind.kind;
  return {
    get: <T extends KubeObject>(kind: Kind<T>, ref: Ref) =>
      objects.filter((object) => isOf(kind, object)).find(({ metadata }) => keyOf(metadata) === keyOf(ref)),
    list: <T extends KubeObject>(kind: Kind<T>, namespace?: string) =>
      objects.filter((object) => isOf(kind, object)).filter(({ metadata }) => !namespace || metadata.namespace === namespace),
  };
}

/** What a plugin has against each node, by node; undefined where the pod fits. */
export function refusals(plugin: Plugin, pod: Pod, cluster: ClusterState): Record<string, readonly string[] | undefined> {
  const prepared = prepareFilters(podInfoOf(pod), [plugin], cluster);
  return Object.fromEntries(
    cluster.nodes.map((node) => {
      const refusal = prepared.type === 'refused' ? prepared.refusal : refusalOf(prepared.filters, node);
      return [node.name, refusal?.rejection.reasons];
    }),
  );
}

/** What a plugin thinks of each node; undefined when it has no opinion. */
export function scores(plugin: Plugin, pod: Pod, cluster: ClusterState): Record<string, number> | undefined {
  const scorer = plugin.score?.(podInfoOf(pod), cluster.nodes, cluster);
  if (!scorer) return undefined;
  const values = cluster.nodes.map((node) => scorer.score(node));
  scorer.normalize?.(values);
  return Object.fromEntries(cluster.nodes.map(({ name }, index) => [name, values[index] ?? 0]));
}
