import type { Container } from '../../kinds/core/pod/container.ts';
import { matchingRestartRule } from '../../kinds/core/pod/restart.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

/** Whether a container that ended with this code makes all containers of its pod start anew (KEP-5532). */
export const restartsAll = (container: Container, exitCode: number): boolean =>
  matchingRestartRule(container, exitCode)?.action === 'RestartAllContainers';

/** Whether a container that was killed, so that its exit code says nothing, starts again. */
export const restartsWhenKilled = ({ restartPolicy: own }: Container, { restartPolicy: ofPod }: PodSpec): boolean =>
  (own ?? ofPod) !== 'Never';
