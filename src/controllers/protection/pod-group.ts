import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { index, on, type Controller } from '../../runtime/controller.ts';
import { protect } from './protect.ts';

const indexName = 'unfinished, by pod group';

const groupOf = ({ metadata: { namespace = '' }, spec }: Pod) => {
  const name = spec.schedulingGroup?.podGroupName;
  return name ? [{ namespace, name }] : [];
};
const keyOf = ({ namespace, name }: { namespace: string; name: string }): string => `${namespace}/${name}`;

/** Keeps groups for as long as pods of theirs may still run. */
export const podGroupProtectionController: Controller = protect({
  name: 'podgroupprotection',
  for: PodGroup,
  finalizer: 'scheduling.k8s.io/podgroup-protection',
  indexes: [index(Pod, indexName, (pod) => (isPodTerminal(pod) ? [] : groupOf(pod).map(keyOf)))],
  wakes: [on(Pod, (pod, { isDeleted }) => (isDeleted || isPodTerminal(pod) ? groupOf(pod) : []))],
  isUsed: ({ metadata: { namespace = '', name } }, { cache }) => cache.byIndex(Pod, indexName, keyOf({ namespace, name })).length > 0,
});
