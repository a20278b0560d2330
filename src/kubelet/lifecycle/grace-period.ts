import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { KillReason } from '../plan/pod-plan.ts';

/** Never less, so that programs are not killed without need. */
export const leastGraceSeconds = 2;

/** How long a container may take to end: by the pod's deletion, by the probe that failed, or by the pod's own word. */
export function graceSeconds({ metadata, spec }: Pod, container: Container | undefined, reason: KillReason): number {
  if (metadata.deletionGracePeriodSeconds !== undefined) return metadata.deletionGracePeriodSeconds;
  if (spec.terminationGracePeriodSeconds === undefined) return leastGraceSeconds;
  const probe = reason === 'StartupProbe' ? container?.startupProbe : reason === 'LivenessProbe' ? container?.livenessProbe : undefined;
  return probe?.terminationGracePeriodSeconds ?? spec.terminationGracePeriodSeconds;
}
