import type { FeatureGates } from '../../../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { Write } from '../../../../model/kind.ts';
import { validateLabels } from '../../../../model/label-validation.ts';
import { validateAnnotations } from '../../../../model/metadata-validation.ts';
import type { Pod } from '../index.ts';
import type { PodTemplateSpec } from '../template.ts';
import { validatePodAnnotations, validateProfilesMatch } from './annotations.ts';
import { validateTrimmedImage } from './ephemeral-containers.ts';
import { validatePodSpec } from './spec.ts';

/** What holds for a pod at any time. */
export function* validatePod({ metadata, spec }: Readonly<Pod>, field: Field, { gates }: Pick<Write, 'gates'>): FieldErrors {
  yield* validatePodAnnotations(metadata.annotations, spec, field.at('metadata', 'annotations'));
  yield* validatePodSpec(spec, metadata, field.at('spec'), gates);
  if (!spec.serviceAccountName) {
    for (const [index, { projected }] of spec.volumes?.entries() ?? []) {
      for (const [sourceIndex, { serviceAccountToken }] of projected?.sources?.entries() ?? []) {
        if (!serviceAccountToken) continue;
        const at = field.at('spec', 'volumes', index, 'projected', 'sources', sourceIndex, 'serviceAccountToken');
        yield at.forbidden('must not be specified when serviceAccountName is not set');
      }
    }
  }
  for (const name of ['containers', 'initContainers'] as const) {
    for (const [index, { image = '' }] of spec[name]?.entries() ?? [])
      yield* validateTrimmedImage(image, field.at('spec', name, index, 'image'));
  }
}

/** What holds for a pod when it is created, besides. */
export function* validateNewPod({ metadata, spec }: Readonly<Pod>, field: Field): FieldErrors {
  const at = field.at('spec');
  if (spec.ephemeralContainers) yield at.at('ephemeralContainers').forbidden('cannot be set on create');
  if (spec.nodeName && spec.schedulingGates) yield at.at('nodeName').forbidden('cannot be set until all schedulingGates have been cleared');
  yield* validateProfilesMatch(metadata.annotations, spec, at);
}

export function* validatePodTemplate(
  { metadata, spec = { containers: [] } }: Readonly<PodTemplateSpec>,
  field: Field,
  gates: FeatureGates,
): FieldErrors {
  yield* validateLabels(metadata?.labels, field.at('labels'));
  yield* validateAnnotations(metadata?.annotations, field.at('annotations'));
  yield* validatePodAnnotations(metadata?.annotations, spec, field.at('annotations'));
  yield* validatePodSpec(spec, undefined, field.at('spec'), gates);
  yield* validateProfilesMatch(metadata?.annotations, spec, field.at('spec'));
  if (spec.ephemeralContainers) yield field.at('spec', 'ephemeralContainers').forbidden('ephemeral containers not allowed in pod template');
}
