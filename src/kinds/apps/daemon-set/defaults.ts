import { defaultPodTemplate } from '../../core/pod/defaults.ts';
import type { DaemonSet } from './index.ts';

export function defaultDaemonSet({ spec }: DaemonSet): void {
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  updateStrategy.type ||= 'RollingUpdate';
  if (updateStrategy.type === 'RollingUpdate')
    updateStrategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...updateStrategy.rollingUpdate };
  spec.revisionHistoryLimit ??= 10;
  defaultPodTemplate(spec.template);
}
