import type { Ref } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

/** The group that a pod is scheduled with. */
export function groupOf({ metadata: { namespace }, spec }: Pod): Ref | undefined {
  const name = spec.schedulingGroup?.podGroupName;
  return name ? { namespace, name } : undefined;
}

const name = 'pod group';

export const podsByGroup = index(Pod, name, (pod) => {
  const group = groupOf(pod);
  return group ? [keyOf(group)] : [];
});

/** For controllers that declare the index `podsByGroup`. */
export const podsOfGroup = (group: Ref, cache: Cache): readonly Pod[] => cache.byIndex(Pod, name, keyOf(group));
