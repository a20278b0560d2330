import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { ObjectMeta } from '../../../../model/meta.ts';
import { decodeList } from '../../json-annotation.ts';
import { Toleration } from '../affinity.ts';
import type { AppArmorProfile, SeccompProfile } from '../security.ts';
import type { PodSpec } from '../spec.ts';
import { containersWithFields } from './container-fields.ts';
import { validateDescendingPath } from './paths.ts';
import { validateTolerations } from './scheduling.ts';

export const mirrorAnnotation = 'kubernetes.io/config.mirror';
export const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const tolerationsAnnotation = 'scheduler.alpha.kubernetes.io/tolerations';
const seccompOfPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompOfContainer = 'container.seccomp.security.alpha.kubernetes.io/';
export const appArmorOfContainer = 'container.apparmor.security.beta.kubernetes.io/';

const profileTypes: readonly string[] = ['Unconfined', 'RuntimeDefault', 'Localhost'];

type Annotations = NonNullable<ObjectMeta['annotations']>;

export function* validatePodAnnotations(annotations: Annotations | undefined, spec: Readonly<PodSpec>, field: Field): FieldErrors {
  if (!annotations) return;
  const mirror = annotations[mirrorAnnotation];
  if (mirror !== undefined && !spec.nodeName) {
    yield field.key(mirrorAnnotation).invalid(mirror, 'must set spec.nodeName if mirror pod annotation is set');
  }
  if (annotations[tolerationsAnnotation]) yield* validateTolerationsText(annotations[tolerationsAnnotation], field);
  const cost = annotations[deletionCostAnnotation];
  if (cost !== undefined && !isDeletionCost(cost)) yield field.key(deletionCostAnnotation).invalid(cost, 'must be a 32bit integer');
  const ofPod = annotations[seccompOfPod];
  if (ofPod !== undefined) yield* validateSeccompText(ofPod, field.at(seccompOfPod));
  for (const [name, value] of Object.entries(annotations)) {
    if (name.startsWith(seccompOfContainer)) yield* validateSeccompText(value, field.at(name));
  }
  for (const [name, value] of Object.entries(annotations)) {
    if (name.startsWith(appArmorOfContainer)) yield* validateAppArmorText(name, value, spec, field.key(name));
  }
}

function* validateTolerationsText(text: string, field: Field): FieldErrors {
  const { items, problem } = decodeList(Toleration, text);
  if (problem !== undefined) yield field.invalid(tolerationsAnnotation, problem);
  else yield* validateTolerations(items, field.at(tolerationsAnnotation));
}

function isDeletionCost(text: string): boolean {
  if (!/^-?(?:0|[1-9]\d*)$/.test(text) || text === '-0') return false;
  return Math.abs(Number(text) + 0.5) <= 2 ** 31 - 0.5;
}

function* validateSeccompText(profile: string, field: Field): FieldErrors {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return;
  if (profile.startsWith('localhost/')) yield* validateDescendingPath(profile.slice('localhost/'.length), field);
  else yield field.invalid(profile, 'must be a valid seccomp profile');
}

function* validateAppArmorText(name: string, profile: string, spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const container = name.slice(appArmorOfContainer.length);
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  if (!containers.some((each) => each.name === container)) yield field.invalid(container, 'container not found');
  const isKnown = profile === '' || profile === 'runtime/default' || profile === 'unconfined' || profile.startsWith('localhost/');
  if (!isKnown) yield field.invalid(profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`);
}

export function* validatePodAnnotationsUpdate(next: Annotations = {}, previous: Annotations = {}, field: Field): FieldErrors {
  for (const name in previous) {
    if (next[name] === previous[name]) continue;
    if (name.startsWith(appArmorOfContainer)) yield field.key(name).forbidden('may not remove or update AppArmor annotations');
    if (name === mirrorAnnotation) yield field.key(name).forbidden('may not remove or update mirror pod annotation');
  }
  for (const name in next) {
    if (name in previous) continue;
    if (name.startsWith(appArmorOfContainer)) yield field.key(name).forbidden('may not add AppArmor annotations');
    if (name === mirrorAnnotation) yield field.key(name).forbidden('may not add mirror pod annotation');
  }
}

/** Before there were fields for security profiles there were annotations. Where both are given they say the same. */
export function* validateProfilesMatch(annotations: Annotations | undefined, spec: Readonly<PodSpec>, field: Field): FieldErrors {
  if (!annotations) return;
  const ofPod = spec.securityContext?.seccompProfile;
  yield* validateMatch('seccomp', annotations[seccompOfPod], ofPod, field.at('securityContext', 'seccompProfile'));
  for (const [{ name, securityContext }, at] of containersWithFields(spec, field)) {
    const profile = securityContext?.seccompProfile;
    yield* validateMatch('seccomp', annotations[`${seccompOfContainer}${name}`], profile, at.at('securityContext', 'seccompProfile'));
  }
  if (spec.os?.name === 'windows') return;
  for (const [{ name, securityContext }, at] of containersWithFields(spec, field)) {
    const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    yield* validateMatch('apparmor', annotations[`${appArmorOfContainer}${name}`], profile, at.at('securityContext', 'appArmorProfile'));
  }
}

function* validateMatch(
  what: 'seccomp' | 'apparmor',
  annotation: string | undefined,
  profile: SeccompProfile | AppArmorProfile | undefined,
  field: Field,
): FieldErrors {
  if (annotation === undefined || profile === undefined) return;
  const { type, localhostProfile } = profile;
  // A type that there is not is complained of elsewhere.
  if (!profileTypes.includes(type)) return;
  const isDefault = annotation === 'runtime/default' || (what === 'seccomp' && annotation === 'docker/default');
  const matches =
    type === 'Unconfined' ? annotation === 'unconfined' : type === 'RuntimeDefault' ? isDefault : annotation.startsWith('localhost/');
  if (!matches) yield field.at('type').forbidden(`${what} type in annotation and field must match`);
  else if (type === 'Localhost' && annotation.slice('localhost/'.length) !== localhostProfile) {
    yield field.at('localhostProfile').forbidden(`${what} profile in annotation and field must match`);
  }
}
