import type { Field, FieldError, FieldErrors } from '../../../../model/field.ts';
import type { ObjectMeta } from '../../../../model/meta.ts';
import { validateDnsLabel } from '../../../field-checks.ts';
import { checkDnsSubdomain } from '../../../../model/names.ts';
import type { PodSpec } from '../spec.ts';
import type { Volume } from '../volume.ts';
import { volumeSources, type SourceOptions } from './volume-sources.ts';

/** Collects the problems, and gives the volumes without any, which containers may mount. */
export function validateVolumes(
  volumes: PodSpec['volumes'],
  metadata: Readonly<ObjectMeta> | undefined,
  options: { isPod: boolean },
  field: Field,
): { errors: FieldError[]; valid: ReadonlyMap<string, Volume> } {
  const errors: FieldError[] = [];
  const valid = new Map<string, Volume>();
  if (!volumes) return { errors, valid };
  const podName = metadata?.name;
  const created = new Set(volumes.filter(({ ephemeral }) => podName && ephemeral).map(({ name }) => `${podName}-${name}`));
  for (const [index, volume] of volumes.entries()) {
    const at = field.at(index);
    const problems = [...validateSource(volume, { ...options, podName }, at), ...validateName(volume.name, valid, at.at('name'))];
    if (problems.length === 0) valid.set(volume.name, volume);
    errors.push(...problems);
    const { claimName } = volume.persistentVolumeClaim ?? {};
    if (claimName !== undefined && created.has(claimName)) {
      errors.push(
        at
          .at('persistentVolumeClaim', 'claimName')
          .invalid(claimName, 'must not reference a PVC that gets created for an ephemeral volume'),
      );
    }
  }
  return { errors, valid };
}

function* validateName(name: string, others: ReadonlyMap<string, Volume>, field: Field): FieldErrors {
  if (!name) yield field.required();
  else yield* validateDnsLabel(name, field);
  if (others.has(name)) yield field.duplicate(name);
}

function* validateSource(volume: Volume, options: SourceOptions, field: Field): FieldErrors {
  let count = 0;
  for (const { name, validate, validateAlways, fieldName = name, repeated = fieldName } of volumeSources) {
    const source = volume[name];
    if (source === undefined) continue;
    if (count > 0) yield field.at(repeated).forbidden('may not specify more than 1 volume type');
    else yield* validate(volume, field.at(fieldName), options);
    if (count === 0 && name === 'ephemeral') yield* validateClaimName(volume.name, options.podName, field.at('name'));
    if (validateAlways) yield* validateAlways(volume, field);
    count++;
  }
  if (count === 0) yield field.required('must specify a volume type');
}

/** The claim is named after the pod and the volume. */
function* validateClaimName(volumeName: string, podName: string | undefined, field: Field): FieldErrors {
  if (!podName || !volumeName) return;
  const claim = `${podName}-${volumeName}`;
  for (const problem of checkDnsSubdomain(claim)) yield field.invalid(volumeName, `PVC name ${JSON.stringify(claim)}: ${problem}`);
}
