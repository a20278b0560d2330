import { defaultPodTemplate } from '../pod/defaults.ts';
import type { ReplicationController } from './index.ts';

export function defaultReplicationController({ metadata, spec }: ReplicationController): void {
  spec.replicas ??= 1;
  if (!spec.template) return;
  const { labels } = spec.template.metadata ?? {};
  if (labels) {
    spec.selector ??= { ...labels };
    metadata.labels ??= { ...labels };
  }
  defaultPodTemplate(spec.template);
}
