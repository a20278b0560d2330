import { defaultPodTemplate } from '../pod/defaults.ts';
import type { ReplicationController } from './index.ts';

export function defaultReplicationController({ metadata, spec }: ReplicationController): void {
  spec.replicas ??= 1;
  if (!spec.template) return;
  const { labels } = spec.template.metadata ?? {};
  if (labels) {
    if (isEmpty(spec.selector)) spec.selector = { ...labels };
    if (isEmpty(metadata.labels)) metadata.labels = { ...labels };
  }
  defaultPodTemplate(spec.template);
}

const isEmpty = (map: object | undefined): boolean => map === undefined || Object.keys(map).length === 0;
