import { goMap } from '../../go-form.ts';
import type { Write } from '../../../model/kind.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { validatePodTemplate } from '../pod/validation/pod.ts';
import type { ReplicationController } from './index.ts';

export function* validateReplicationController(
  { spec }: Readonly<ReplicationController>,
  field: Field,
  { gates }: Pick<Write, 'gates'>,
): FieldErrors {
  const { selector = {}, replicas, template, minReadySeconds } = spec;
  const at = field.at('spec');
  yield* validateNonNegative(minReadySeconds, at.at('minReadySeconds'));
  if (Object.keys(selector).length === 0) yield at.at('selector').required();
  if (replicas === undefined) yield at.at('replicas').required();
  else yield* validateNonNegative(replicas, at.at('replicas'));
  if (!template) {
    yield at.at('template').required();
    return;
  }
  const labels = template.metadata?.labels ?? {};
  if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) {
    yield at.at('template', 'metadata', 'labels').invalid(goMap(template.metadata?.labels), '`selector` does not match template `labels`');
  }
  yield* validatePodTemplate(template, at.at('template'), gates);
  const { restartPolicy = '' as 'Always', activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== 'Always') yield at.at('template', 'spec', 'restartPolicy').notSupported(restartPolicy, ['Always']);
  if (activeDeadlineSeconds !== undefined) {
    yield at.at('template', 'spec', 'activeDeadlineSeconds').forbidden('activeDeadlineSeconds in ReplicationController is not Supported');
  }
}
