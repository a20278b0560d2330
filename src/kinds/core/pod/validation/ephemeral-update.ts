import type { Write } from '../../../../model/kind.ts';
import { Field, type FieldErrors } from '../../../../model/field.ts';
import { describeDifference } from '../../../go-form.ts';
import { isSame } from '../../../same.ts';
import { EphemeralContainer } from '../ephemeral-container.ts';
import type { Pod } from '../index.ts';
import { mirrorAnnotation } from './annotations.ts';
import { validatePod } from './pod.ts';

/** Through their own subresource they can be added, but neither changed nor removed. Other rules do not count where it is not possible at all. */
export function* validateEphemeralContainersUpdate(
  next: Readonly<Pod>,
  previous: Readonly<Pod>,
  field: Field,
  write: Pick<Write, 'gates'>,
): FieldErrors {
  if (previous.metadata.annotations?.[mirrorAnnotation] !== undefined) {
    yield Field.whole.forbidden('static pods do not support ephemeral containers');
    return;
  }
  yield* validatePod(next, field, write);
  const at = field.at('spec', 'ephemeralContainers');
  for (const before of previous.spec.ephemeralContainers ?? []) {
    const name = JSON.stringify(before.name);
    const now = next.spec.ephemeralContainers?.find((container) => container.name === before.name);
    if (!now) yield at.forbidden(`existing ephemeral containers ${name} may not be removed\n`);
    else if (!isSame(EphemeralContainer, before, now)) {
      const difference = describeDifference(EphemeralContainer, before, now);
      yield at.forbidden(`existing ephemeral containers ${name} may not be changed\n${difference}`);
    }
  }
}
