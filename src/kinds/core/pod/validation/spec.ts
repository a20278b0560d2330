import type { FeatureGates } from '../../../../model/features/feature-gates.ts';
import { Field, type FieldErrors } from '../../../../model/field.ts';
import type { ObjectMeta } from '../../../../model/meta.ts';
import { allInvalid, validateDnsLabel, validateDnsSubdomain, validateQualifiedName, validateRange } from '../../../field-checks.ts';
import { validateLabels } from '../../../../model/label-validation.ts';
import { checkDnsSubdomain } from '../../../../model/names.ts';
import { goForm } from '../../../go-form.ts';
import { PodResourceClaim, type PodSpec } from '../spec.ts';
import { validateAffinity } from './affinity.ts';
import { containersWithFields } from './container-fields.ts';
import { validateContainers, validateInitContainers } from './containers.ts';
import { podContext } from './context.ts';
import { validateDnsConfig, validateDnsPolicy, validateHostAliases, validateHostnameOverride } from './dns.ts';
import { validateEphemeralContainers } from './ephemeral-containers.ts';
import { validateContainerResources, validatePodResources } from './resources.ts';
import { validateGates, validateSpreadConstraints, validateTolerations } from './scheduling.ts';
import { validatePodSecurity } from './security.ts';
import { validateVolumes } from './volumes.ts';
import { validateHostProcess, validateOs } from './windows.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const preemptionPolicies = ['PreemptLowerPriority', 'Never'];
const maxInt32 = 2 ** 31 - 1;

/** Of a pod when its metadata is given, of a template otherwise. */
export function* validatePodSpec(
  spec: Readonly<PodSpec>,
  metadata: Readonly<ObjectMeta> | undefined,
  field: Field,
  gates: FeatureGates,
): FieldErrors {
  if (spec.terminationGracePeriodSeconds === undefined) yield field.at('terminationGracePeriodSeconds').required();
  const isPod = metadata !== undefined;
  const { errors, valid } = validateVolumes(spec.volumes, metadata, { isPod }, field.at('volumes'));
  yield* errors;
  const context = podContext(spec, valid, metadata);
  if (spec.resourceClaims) yield* validateClaims(spec.resourceClaims, metadata, field.at('resourceClaims'));
  yield* validateContainers(context, field.at('containers'));
  yield* validateInitContainers(context, field.at('initContainers'));
  yield* validateEphemeralContainers(context, field.at('ephemeralContainers'));
  yield* validatePodResources(spec, field.at('resources'));
  if (spec.hostNetwork) yield* validateHostPortsMatch(spec, { isPod }, field.at('containers'));
  yield* validateRestartPolicy(spec.restartPolicy, field.at('restartPolicy'));
  yield* validateDnsPolicy(spec.dnsPolicy, field.at('dnsPolicy'));
  if (spec.nodeSelector) yield* validateLabels(spec.nodeSelector, field.at('nodeSelector'));
  yield* validatePodSecurity(spec.securityContext ?? {}, spec, field.at('securityContext'));
  if (spec.affinity) yield* validateAffinity(spec.affinity, field.at('affinity'));
  yield* validateDnsConfig(spec, field.at('dnsConfig'));
  for (const [index, { conditionType }] of spec.readinessGates?.entries() ?? []) {
    yield* validateQualifiedName(conditionType, field.at('readinessGates', index, 'conditionType'));
  }
  if (spec.schedulingGates) yield* validateGates(spec.schedulingGates, field.at('schedulingGates'));
  if (spec.topologySpreadConstraints)
    yield* validateSpreadConstraints(spec.topologySpreadConstraints, field.at('topologySpreadConstraints'));
  yield* validateHostProcess(spec, field);
  if (spec.hostUsers === false) yield* validateUserNamespace(spec, field);
  yield* validateHostnameOverride(spec, field.at('hostnameOverride'));
  yield* validateNames(spec, field);
  if (spec.tolerations) yield* validateTolerations(spec.tolerations, field.at('tolerations'), gates);
  if (spec.hostAliases) yield* validateHostAliases(spec.hostAliases, field.at('hostAliases'));
  yield* validateClasses(spec, field);
  if (spec.overhead) yield* validateContainerResources({ limits: spec.overhead }, new Set(), field.at('overhead'));
  if (spec.os) yield* validateOs(spec, field);
  yield* validateFileReferences(spec, field);
}

function* validateRestartPolicy(policy: string | undefined, field: Field): FieldErrors {
  if (!policy) yield field.required();
  else if (!restartPolicies.includes(policy)) yield field.notSupported(policy, restartPolicies);
}

function* validateNames(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const { serviceAccountName, nodeName, activeDeadlineSeconds, hostname, subdomain } = spec;
  if (serviceAccountName) yield* validateDnsSubdomain(serviceAccountName, field.at('serviceAccountName'));
  if (nodeName) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  if (activeDeadlineSeconds !== undefined) yield* validateRange(activeDeadlineSeconds, 1, maxInt32, field.at('activeDeadlineSeconds'));
  if (hostname) yield* validateDnsLabel(hostname, field.at('hostname'));
  if (subdomain) yield* validateDnsLabel(subdomain, field.at('subdomain'));
}

function* validateClasses({ priorityClassName, runtimeClassName, preemptionPolicy }: Readonly<PodSpec>, field: Field): FieldErrors {
  if (priorityClassName) yield* validateDnsSubdomain(priorityClassName, field.at('priorityClassName'));
  if (runtimeClassName !== undefined) yield* validateDnsSubdomain(runtimeClassName, field.at('runtimeClassName'));
  if (preemptionPolicy !== undefined) yield* validatePreemptionPolicy(preemptionPolicy, field.at('preemptionPolicy'));
}

export function* validatePreemptionPolicy(policy: string, field: Field): FieldErrors {
  if (!policy) yield field.required();
  else if (!preemptionPolicies.includes(policy)) yield field.notSupported(policy, preemptionPolicies);
}

function* validateClaims(claims: readonly PodResourceClaim[], metadata: Readonly<ObjectMeta> | undefined, field: Field): FieldErrors {
  const names = new Set<string>();
  const isStatic = metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  for (const [index, claim] of claims.entries()) {
    const { name, resourceClaimName, resourceClaimTemplateName } = claim;
    const at = field.at(index);
    if (isStatic) {
      yield Field.whole.forbidden('static pods do not support resource claims');
      continue;
    }
    if (!name) yield at.at('name').required();
    else if (names.has(name)) yield at.at('name').duplicate(name);
    else yield* validateDnsLabel(name, at.at('name'));
    names.add(name);
    const shown = goForm(PodResourceClaim, claim);
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      yield at.invalid(shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      yield at.invalid(shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
    }
    if (resourceClaimName !== undefined) {
      yield* allInvalid(resourceClaimName, checkDnsSubdomain(resourceClaimName), at.at('resourceClaimName'));
    }
    if (resourceClaimTemplateName !== undefined) {
      yield* allInvalid(resourceClaimTemplateName, checkDnsSubdomain(resourceClaimTemplateName), at.at('resourceClaimTemplateName'));
    }
  }
}

function* validateHostPortsMatch({ containers }: Readonly<PodSpec>, { isPod }: { isPod: boolean }, field: Field): FieldErrors {
  for (const [index, { ports }] of containers?.entries() ?? []) {
    for (const [portIndex, { hostPort = 0, containerPort }] of ports?.entries() ?? []) {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) continue;
      yield field.at(index, 'ports', portIndex, 'hostPort').invalid(hostPort, 'must match `containerPort` when `hostNetwork` is true');
    }
  }
}

/** With users of its own a pod can have nothing of the host (KEP-127). */
function* validateUserNamespace(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const detail = 'when `hostUsers` is false';
  if (spec.hostNetwork) yield field.at('hostNetwork').forbidden(detail);
  if (spec.hostPID) yield field.at('HostPID').forbidden(detail);
  if (spec.hostIPC) yield field.at('HostIPC').forbidden(detail);
  for (const [{ volumeDevices }, at] of containersWithFields(spec, field))
    if (volumeDevices) yield at.at('volumeDevices').forbidden(detail);
}

/** Variables read from files come from volumes that containers of the pod itself fill (KEP-3721). */
function* validateFileReferences(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  for (const [{ env }, at] of containersWithFields(spec, field)) {
    for (const [index, { valueFrom }] of env?.entries() ?? []) {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) continue;
      const volume = spec.volumes?.find((each) => each.name === name);
      const nameField = at.at('env', index, 'valueFrom', 'fileKeyRef', 'volumeName');
      if (!volume) yield nameField.notFound(name);
      else if (!volume.emptyDir) yield nameField.invalid(name, 'referenced volume must be of type emptyDir');
    }
  }
}
