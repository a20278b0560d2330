import { Field } from '../../../model/field.ts';
import type { ObjectMeta } from '../../../model/meta.ts';
import { checkDnsLabel } from '../../../model/names.ts';
import { ipWarnings } from '../../ip-validation.ts';
import { isSame } from '../../same.ts';
import { nodeLabelWarning, nodeSelectorTermWarnings } from '../node-label-warnings.ts';
import { fractionalByteWarnings } from '../resource-warnings.ts';
import { claimSpecWarnings } from '../persistent-volume-claim/warnings.ts';
import type { PodAffinity } from './affinity.ts';
import type { Container } from './container.ts';
import type { EphemeralContainer } from './ephemeral-container.ts';
import type { Pod } from './index.ts';
import { appArmorProfileOf } from './prepare.ts';
import { AppArmorProfile } from './security.ts';
import type { PodSpec } from './spec.ts';
import type { PodTemplateSpec } from './template.ts';
import { overlappingPathWarnings } from './path-warnings.ts';
import { portWarnings } from './port-warnings.ts';
import { appArmorOfContainer } from './validation/annotations.ts';
import { containersWithFields } from './validation/container-fields.ts';

/** Pods are written by programs mostly; only those that create one are told. */
export function* podWarnings({ metadata, spec }: Readonly<Pod>, previous?: Readonly<Pod>): Iterable<string> {
  if (previous) return;
  yield* podNameWarnings(metadata.name, "the Pod's hostname");
  yield* appArmorWarnings(metadata, spec);
  yield* specWarnings(metadata, spec, new Field());
}

/** Addresses that nodes tell in ways that not every program reads alike. */
export function* podStatusWarnings({ status: { podIPs = [], hostIPs = [] } }: Readonly<Pod>): Iterable<string> {
  for (const [index, { ip }] of podIPs.entries()) yield* ipWarnings(ip, new Field('status.podIPs').at(index, 'ip'));
  for (const [index, { ip }] of hostIPs.entries()) yield* ipWarnings(ip, new Field('status.hostIPs').at(index, 'ip'));
}

/** For everything whose name becomes part of the names of its pods. */
export function* podNameWarnings(name: string, where = 'Pod names and hostnames'): Iterable<string> {
  const problems = checkDnsLabel(name);
  if (problems.length === 0) return;
  const recommended = `this is used in ${where}, which can result in surprising behavior; a DNS label is recommended`;
  yield `metadata.name: ${recommended}: [${problems.join(' ')}]`;
}

export function* podTemplateWarnings(
  { metadata = {}, spec = { containers: [] } }: Readonly<PodTemplateSpec>,
  field: Field,
): Iterable<string> {
  yield* specWarnings(metadata, spec, field, { isTemplate: true });
}

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

const deprecatedVolumes = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
} as const;

const seccompOfPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompOfContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const useSeccompField = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const useAppArmorField = 'deprecated since v1.30; use the "appArmorProfile" field instead';

function* specWarnings(
  metadata: Readonly<ObjectMeta>,
  spec: Readonly<PodSpec>,
  field: Field,
  { isTemplate = false }: { isTemplate?: boolean } = {},
): Iterable<string> {
  const at = field.at('spec');
  const annotations = metadata.annotations ?? {};
  const annotation = (name: string) => field.at('metadata', 'annotations').key(name).path;
  yield* placementWarnings(spec, at);
  for (const [name, message] of Object.entries(deprecatedAnnotations)) if (name in annotations) yield `${annotation(name)}: ${message}`;
  yield* volumeWarnings(spec, at.at('volumes'));
  yield* duplicateWarnings(spec, at);
  yield* fractionalByteWarnings(spec.overhead, at.at('overhead'));
  if (!spec.securityContext?.seccompProfile && seccompOfPod in annotations) yield `${annotation(seccompOfPod)}: ${useSeccompField}`;
  for (const [container, containerField] of containersWithFields(spec, at)) {
    const { name, securityContext } = container;
    const seccomp = `${seccompOfContainer}${name}`;
    if (!securityContext?.seccompProfile && seccomp in annotations) yield `${annotation(seccomp)}: ${useSeccompField}`;
    const appArmor = annotations[`${appArmorOfContainer}${name}`];
    if (isTemplate && appArmor !== undefined && !securityContext?.appArmorProfile) {
      const ofPod = spec.securityContext?.appArmorProfile;
      const isKnown = ofPod && isSame(AppArmorProfile, ofPod, appArmorProfileOf(appArmor));
      if (!isKnown) yield `${annotation(`${appArmorOfContainer}${name}`)}: ${useAppArmorField}`;
    }
    yield* containerWarnings(container, containerField);
  }
  yield* portWarnings(spec, at);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    yield `${at.at('terminationGracePeriodSeconds').path}: must be >= 0; negative values are invalid and will be treated as 1`;
  }
  yield* affinityWarnings(spec.affinity?.podAffinity, at.at('affinity', 'podAffinity'));
  yield* affinityWarnings(spec.affinity?.podAntiAffinity, at.at('affinity', 'podAntiAffinity'));
  for (const [index, address] of spec.dnsConfig?.nameservers?.entries() ?? [])
    yield* ipWarnings(address, at.at('dnsConfig', 'nameservers', index));
  for (const [index, { ip }] of spec.hostAliases?.entries() ?? []) yield* ipWarnings(ip, at.at('hostAliases', index, 'ip'));
}

function* placementWarnings({ nodeSelector, affinity, topologySpreadConstraints }: Readonly<PodSpec>, field: Field): Iterable<string> {
  for (const key in nodeSelector) {
    const message = nodeLabelWarning(key);
    if (message) yield `${field.at('nodeSelector').key(key).path}: ${message}`;
  }
  const at = field.at('affinity', 'nodeAffinity');
  const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: preferred } =
    affinity?.nodeAffinity ?? {};
  for (const [index, term] of required?.nodeSelectorTerms.entries() ?? []) {
    yield* nodeSelectorTermWarnings(term, at.at('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms', index));
  }
  for (const [index, { preference }] of preferred?.entries() ?? []) {
    const preferenceField = at.at('preferredDuringSchedulingIgnoredDuringExecution', index, 'preference');
    yield* nodeSelectorTermWarnings(preference, preferenceField, { values: true });
  }
  for (const [index, { topologyKey, labelSelector }] of topologySpreadConstraints?.entries() ?? []) {
    const constraint = field.at('topologySpreadConstraints', index);
    const message = nodeLabelWarning(topologyKey);
    if (message) yield `${constraint.at('topologyKey').path}: ${topologyKey} is ${message}`;
    if (!labelSelector) yield `${constraint.at('labelSelector').path}: a null labelSelector results in matching no pod`;
  }
}

function* volumeWarnings({ volumes = [] }: Readonly<PodSpec>, field: Field): Iterable<string> {
  for (const [index, volume] of volumes.entries()) {
    for (const name of Object.keys(deprecatedVolumes) as (keyof typeof deprecatedVolumes)[]) {
      const shown = name === 'storageos' ? 'storageOS' : name;
      if (volume[name]) yield `${field.at(index, shown).path}: ${deprecatedVolumes[name]}`;
    }
    const template = volume.ephemeral?.volumeClaimTemplate;
    if (template) yield* claimSpecWarnings(template.spec, field.at(index, 'ephemeral', 'volumeClaimTemplate', 'spec'));
  }
  yield* overlappingPathWarnings(volumes);
}

function* duplicateWarnings({ hostAliases = [], imagePullSecrets = [] }: Readonly<PodSpec>, field: Field): Iterable<string> {
  const addresses = new Set<string>();
  for (const [index, { ip }] of hostAliases.entries()) {
    if (addresses.has(ip)) yield `${field.at('hostAliases', index, 'ip').path}: duplicate ip ${JSON.stringify(ip)}`;
    addresses.add(ip);
  }
  const names = new Set<string>();
  for (const [index, { name = '' }] of imagePullSecrets.entries()) {
    if (names.has(name)) yield `${field.at('imagePullSecrets', index, 'name').path}: duplicate name ${JSON.stringify(name)}`;
    names.add(name);
  }
  for (const [index, { name }] of imagePullSecrets.entries()) {
    if (!name) yield `${field.at('imagePullSecrets', index, 'name').path}: invalid empty name ""`;
  }
}

function* containerWarnings({ resources, env = [] }: Container | EphemeralContainer, field: Field): Iterable<string> {
  yield* fractionalByteWarnings(resources?.limits, field.at('resources', 'limits'), resources?.requests, field.at('resources', 'requests'));
  const names = new Set<string>();
  for (const [index, { name, value = '', valueFrom }] of env.entries()) {
    const reference = `$(${name})`;
    // Extending a variable by its earlier value is the one good reason to define it twice.
    if (names.has(name) && (valueFrom || value === reference || !value.includes(reference))) {
      yield `${field.at('env', index).path}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    }
    names.add(name);
  }
}

function* affinityWarnings(affinity: PodAffinity | undefined, field: Field): Iterable<string> {
  const message = 'a null labelSelector results in matching no pod';
  const required = field.at('requiredDuringSchedulingIgnoredDuringExecution');
  const preferred = field.at('preferredDuringSchedulingIgnoredDuringExecution');
  for (const [index, { labelSelector }] of affinity?.requiredDuringSchedulingIgnoredDuringExecution?.entries() ?? []) {
    if (!labelSelector) yield `${required.at(index, 'labelSelector').path}: ${message}`;
  }
  for (const [index, { podAffinityTerm }] of affinity?.preferredDuringSchedulingIgnoredDuringExecution?.entries() ?? []) {
    if (!podAffinityTerm.labelSelector) yield `${preferred.at(index, 'podAffinityTerm', 'labelSelector').path}: ${message}`;
  }
}

function* appArmorWarnings({ annotations = {} }: Readonly<ObjectMeta>, spec: Readonly<PodSpec>): Iterable<string> {
  if (spec.os?.name === 'windows') return;
  for (const [{ name }] of containersWithFields(spec, new Field())) {
    const key = `${appArmorOfContainer}${name}`;
    const text = annotations[key];
    if (text === undefined) continue;
    const ofPod = spec.securityContext?.appArmorProfile;
    if (!isSame(AppArmorProfile, appArmorProfileOf(text), ofPod)) yield `metadata.annotations[${key}]: ${useAppArmorField}`;
  }
}
