import type { Field, FieldErrors } from '../model/field.ts';
import { validateLabels } from '../model/label-validation.ts';
import type { ObjectMeta } from '../model/meta.ts';
import { validateAnnotations } from '../model/metadata-validation.ts';

/** Objects that are made from the template get labels and annotations from it, and nothing else. */
export function* validateTemplateMetadata(metadata: Readonly<ObjectMeta>, field: Field): FieldErrors {
  yield* validateAnnotations(metadata.annotations, field.at('annotations'));
  yield* validateLabels(metadata.labels, field.at('labels'));
  for (const [name, value] of Object.entries(metadata)) {
    if (name !== 'annotations' && name !== 'labels' && value) yield field.at(name).forbidden('cannot be set');
  }
}
