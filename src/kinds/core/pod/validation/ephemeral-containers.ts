import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateCommon } from './containers.ts';
import type { PodContext } from './context.ts';

/** They are for looking into a pod: no guarantees, no ports, no restarts (KEP-277). */
const forbiddenFields = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;
/** Of these an empty one is as good as none. */
const emptyAllowed: readonly string[] = ['ports', 'resources', 'resizePolicy', 'restartPolicyRules'];
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
      if (value === undefined || (emptyAllowed.includes(forbidden) && Object.keys(value).length === 0)) continue;
      yield at.at(forbidden).forbidden(notForEphemeral);
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
