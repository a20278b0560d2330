import { Pod } from '../../kinds/core/pod/index.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { on, type Wake } from '../../runtime/controller.ts';

/** A pod that nobody has may find a workload that wants it: wakes those of its namespace that do. */
export const wakenByOrphans = <T extends KubeObject>(kind: Kind<T>, wants: (workload: T, pod: Pod) => boolean): Wake =>
  on(Pod, (pod, { previous, isDeleted, cache }) => {
    if (isDeleted || controllerOf(pod) || pod.metadata.deletionTimestamp !== undefined) return [];
    const changed = !previous || previous.metadata.labels !== pod.metadata.labels || controllerOf(previous);
    return changed
      ? cache
          .list(kind, pod.metadata.namespace)
          .filter((workload) => wants(workload, pod))
          .map(({ metadata }) => metadata)
      : [];
  });
