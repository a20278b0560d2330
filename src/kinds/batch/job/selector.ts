import { LabelSelector } from '../../../model/meta.ts';
import { goForm, goMap } from '../../go-form.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { compiledSelector } from '../../core/template-validation.ts';
import type { Job } from './index.ts';

export const jobNameLabel = 'batch.kubernetes.io/job-name';
export const controllerUidLabel = 'batch.kubernetes.io/controller-uid';
const legacyJobNameLabel = 'job-name';
const legacyControllerUidLabel = 'controller-uid';

/** Jobs find their pods by their own uid, so that no two of them can ever get into each other's way. */
export function generateSelector({ metadata, spec }: Job): void {
  if (spec.manualSelector) return;
  const templateMeta = (spec.template.metadata ??= {});
  const isShared = !metadata.labels || metadata.labels === templateMeta.labels;
  templateMeta.labels = {
    [legacyJobNameLabel]: metadata.name,
    [jobNameLabel]: metadata.name,
    [legacyControllerUidLabel]: metadata.uid,
    [controllerUidLabel]: metadata.uid,
    ...templateMeta.labels,
  };
  if (isShared) metadata.labels = { ...templateMeta.labels };
  spec.selector ??= {};
  spec.selector.matchLabels = { [controllerUidLabel]: metadata.uid, ...spec.selector.matchLabels };
}

/** What others put into the generated labels would break that promise. */
export function* validateGeneratedSelector({ metadata, spec }: Readonly<Job>, field: Field): FieldErrors {
  const { manualSelector, selector, template } = spec;
  if (manualSelector || !selector) return;
  const expected: Record<string, string> = {
    [legacyControllerUidLabel]: metadata.uid,
    [legacyJobNameLabel]: metadata.name,
    [controllerUidLabel]: metadata.uid,
    [jobNameLabel]: metadata.name,
  };
  const labels = template.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(expected)) {
    const at = field.at('spec', 'template', 'metadata', 'labels').key(key);
    if (labels[key] === undefined) yield at.required(`must be '${value}'`);
    else if (labels[key] !== value) yield at.invalid(goMap(labels), `must be '${value}'`);
  }
  const compiled = compiledSelector(selector);
  if (compiled && !compiled.matches(expected))
    yield field.at('spec', 'selector').invalid(goForm(LabelSelector, selector), '`selector` not auto-generated');
}
