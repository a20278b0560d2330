import type { Field, FieldErrors } from '../../../../model/field.ts';
import { describeDifference } from '../../../go-form.ts';
import { EphemeralContainer } from '../ephemeral-container.ts';
import type { Pod } from '../index.ts';
import { isSame } from '../../../same.ts';
import { validateCommon } from './containers.ts';
import type { PodContext } from './context.ts';

/** They are for looking into a pod: no guarantees, no ports, no restarts (KEP-277). */
const forbiddenFields = [
  'ports',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
] as const;
const notForEphemeral = 'cannot be set for an Ephemeral Container';

export function* validateEphemeralContainers(context: PodContext, field: Field): FieldErrors {
  const { containers, initContainers = [], ephemeralContainers } = context.spec;
  if (!ephemeralContainers) return;
  const others = new Set([...containers, ...initContainers].map(({ name }) => name));
  const names = new Set(others);
  for (const [index, container] of ephemeralContainers.entries()) {
    const { name, image = '', targetContainerName, volumeMounts } = container;
    const at = field.at(index);
    yield* validateCommon(container, context, at);
    yield* validateTrimmedImage(image, at.at('image'));
    if (names.has(name)) yield at.at('name').duplicate(name);
    names.add(name);
    if (targetContainerName && !others.has(targetContainerName)) yield at.at('targetContainerName').notFound(targetContainerName);
    for (const forbidden of forbiddenFields) {
      const value = container[forbidden];
      if (value !== undefined && Object.keys(value).length > 0) yield at.at(forbidden).forbidden(notForEphemeral);
    }
    for (const [mountIndex, { subPath, subPathExpr }] of volumeMounts?.entries() ?? []) {
      if (subPath) yield at.at('volumeMounts', mountIndex, 'subPath').forbidden(notForEphemeral);
      if (subPathExpr) yield at.at('volumeMounts', mountIndex, 'subPathExpr').forbidden(notForEphemeral);
    }
  }
}

export function* validateTrimmedImage(image: string, field: Field): FieldErrors {
  if (image.trim() !== image) yield field.invalid(image, 'must not have leading or trailing whitespace');
}

/** Through their own subresource they can be added, but neither changed nor removed. Runs after the rules for pods. */
export function* validateEphemeralContainersUpdate(next: Readonly<Pod>, previous: Readonly<Pod>, field: Field): FieldErrors {
  if (previous.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    yield field.forbidden('static pods do not support ephemeral containers');
    return;
  }
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
