import { allContainers } from './containers.ts';
import type { PodSpec } from './spec.ts';
import type { PodTemplateSpec } from './template.ts';

/**
 * Drops what 1.36 knows but does not do unless asked to by a feature gate, and keeps it where a pod has it already:
 * trust bundles and certificates in volumes, scheduling groups, stop signals.
 */
export function dropGatedFields(spec: PodSpec, previous?: Readonly<PodSpec>): void {
  if (!previous?.schedulingGroup) delete spec.schedulingGroup;
  for (const { projected } of spec.volumes ?? []) {
    for (const source of projected?.sources ?? []) {
      if (!usesProjection(previous, 'clusterTrustBundle')) delete source.clusterTrustBundle;
      if (!usesProjection(previous, 'podCertificate')) delete source.podCertificate;
    }
  }
  const keepSignals = previous !== undefined && allContainers(previous).some(({ lifecycle }) => lifecycle?.stopSignal !== undefined);
  if (keepSignals) return;
  for (const container of allContainers(spec)) {
    if (container.lifecycle?.stopSignal === undefined) continue;
    delete container.lifecycle.stopSignal;
    if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
  }
}

const usesProjection = (spec: Readonly<PodSpec> | undefined, name: 'clusterTrustBundle' | 'podCertificate'): boolean =>
  spec?.volumes?.some(({ projected }) => projected?.sources?.some((source) => source[name] !== undefined)) ?? false;

export function dropTemplateFields(template: PodTemplateSpec | undefined, previous?: Readonly<PodTemplateSpec>): void {
  if (template?.spec) dropGatedFields(template.spec, previous?.spec);
}
