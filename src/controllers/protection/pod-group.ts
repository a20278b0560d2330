import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { on, type Controller } from '../../runtime/controller.ts';
import { groupOf, podsByGroup, podsOfGroup } from '../pods/pod-groups.ts';
import { protect } from './protect.ts';

/** Keeps groups for as long as pods of theirs may still run. */
export const podGroupProtectionController: Controller = protect({
  name: 'podgroupprotection',
  for: PodGroup,
  finalizer: 'scheduling.k8s.io/podgroup-protection',
  indexes: [podsByGroup],
  wakes: [on(Pod, (pod, { isDeleted }) => [isDeleted || isPodTerminal(pod) ? groupOf(pod) : undefined].filter((ref) => ref !== undefined))],
  isUsed: ({ metadata }, { cache }) => podsOfGroup(metadata, cache).some((pod) => !isPodTerminal(pod)),
});
