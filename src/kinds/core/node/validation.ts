import { Field, type FieldErrors } from '../../../model/field.ts';
import { validateConfigMapKey, validateDnsLabel, validateDnsSubdomain, validatePositive } from '../../field-checks.ts';
import { validateCidrPair } from '../../dual-stack.ts';
import { goForm } from '../../go-form.ts';
import { cidrWarnings, validateCidr } from '../../ip-validation.ts';
import { validateResourceQuantity } from '../resource-validation.ts';
import { decodeList } from '../json-annotation.ts';
import { validateTaints } from '../taint-validation.ts';
import { validateAvoidedPods } from './avoided-pods.ts';
import type { Node } from './index.ts';
import { NodeAddress, NodeConfigSource, Taint, type ConfigMapNodeConfigSource } from './schema.ts';

export function* validateNode(node: Readonly<Node>, field: Field): FieldErrors {
  const { metadata, spec, status } = node;
  const taintsText = metadata.annotations?.[taintsAnnotation];
  if (taintsText) yield* validateTaintsText(taintsText, field.at('metadata'));
  yield* validateAvoidedPods(metadata.annotations, field.at('metadata', 'annotations'));
  if (spec.taints) yield* validateTaints(spec.taints, field.at('metadata', 'taints'));
  yield* validateResources(node, field);
  const swapBytes = status.nodeInfo?.swap?.capacity;
  if (swapBytes !== undefined) yield* validatePositive(swapBytes, field.at('metadata', 'nodeSwapStatus', 'capacity'));
  yield* validateFeatures(status.declaredFeatures ?? [], field.at('status', 'declaredFeatures'));
  const at = field.at('spec', 'podCIDRs');
  const { podCIDRs = [] } = spec;
  for (const [index, cidr] of podCIDRs.entries()) yield* validateCidr(cidr, at.at(index));
  yield* validateCidrPair(podCIDRs, at);
}

const taintsAnnotation = 'scheduler.alpha.kubernetes.io/taints';

function* validateTaintsText(text: string, field: Field): FieldErrors {
  const { items, problem } = decodeList(Taint, text);
  if (problem !== undefined) yield field.at('annotations').invalid(taintsAnnotation, problem);
  else yield* validateTaints(items, field.at('annotations', taintsAnnotation));
}

function* validateResources({ status }: Readonly<Node>, field: Field): FieldErrors {
  for (const name of ['capacity', 'allocatable'] as const) {
    for (const [resource, quantity] of Object.entries(status[name] ?? {})) {
      yield* validateResourceQuantity(resource, quantity, field.at('status', name, resource));
    }
  }
}

const featurePattern = /^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/;
const maxFeatureLength = 253;

function* validateFeatures(features: readonly string[], field: Field): FieldErrors {
  for (const [index, feature] of features.entries()) {
    const problem = featureProblem(feature);
    if (problem) yield field.at(index).invalid(feature, `invalid feature name ${JSON.stringify(feature)}: ${problem}`);
    const next = features[index + 1];
    if (next === feature) yield field.at(index + 1).duplicate(next);
    else if (next !== undefined && Buffer.compare(Buffer.from(feature), Buffer.from(next)) > 0) {
      yield field.at(index + 1).invalid(next, 'list must be sorted alphabetically');
    }
  }
}

function featureProblem(feature: string): string | undefined {
  if (Buffer.byteLength(feature) > maxFeatureLength) return `must be no more than ${maxFeatureLength} characters`;
  if (featurePattern.test(feature)) return undefined;
  const form = "must start with an UpperCamelCase segment, with subsequent segments separated by '/'";
  return `${form} (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`;
}

/** The same for the node and for its status. */
export function* validateNodeUpdate(next: Readonly<Node>, previous: Readonly<Node>, field: Field): FieldErrors {
  const { spec, status } = next;
  yield* validateResources(next, field);
  yield* validateFeatures(status.declaredFeatures ?? [], field.at('status', 'declaredFeatures'));
  const addresses = new Set<string>();
  for (const [index, address] of status.addresses?.entries() ?? []) {
    const key = `${address.type} ${address.address}`;
    if (addresses.has(key)) yield field.at('status', 'addresses', index).duplicate(goForm(NodeAddress, address));
    addresses.add(key);
  }
  yield* validateKept(next, previous, field.at('spec'));
  if (spec.configSource) yield* validateConfigSource(spec.configSource, { inSpec: true }, field.at('spec', 'configSource'));
  for (const name of ['assigned', 'active', 'lastKnownGood'] as const) {
    const source = status.config?.[name];
    if (source) yield* validateConfigSource(source, { inSpec: false }, field.at('status', 'config', name));
  }
  if (spec.taints) yield* validateTaints(spec.taints, field.at('metadata', 'taints'));
  if (spec.externalID !== previous.spec.externalID) yield field.at('spec', 'externalID').forbidden('may not be updated');
}

function* validateKept({ spec: next }: Readonly<Node>, { spec: previous }: Readonly<Node>, field: Field): FieldErrors {
  const before = previous.podCIDRs ?? [];
  const now = next.podCIDRs ?? [];
  const changed = 'node updates may not change podCIDR except from "" to valid';
  if (before.length > 0 && before.length !== now.length) yield field.at('podCIDRs').forbidden(changed);
  else for (const [index, cidr] of before.entries()) if (cidr !== now[index]) yield field.at('podCIDRs').forbidden(changed);
  if (previous.providerID && previous.providerID !== next.providerID) {
    yield field.at('providerID').forbidden('node updates may not change providerID except from "" to valid');
  }
}

function* validateConfigSource(source: NodeConfigSource, { inSpec }: { inSpec: boolean }, field: Field): FieldErrors {
  if (source.configMap) yield* validateConfigMap(source.configMap, { inSpec }, field.at('configMap'));
  else yield field.invalid(goForm(NodeConfigSource, source), 'exactly one reference subfield must be non-nil');
}

function* validateConfigMap(source: ConfigMapNodeConfigSource, { inSpec }: { inSpec: boolean }, field: Field): FieldErrors {
  for (const name of ['uid', 'resourceVersion'] as const) {
    if (inSpec && source[name]) yield field.at(name).forbidden(`${name} must not be set in spec`);
    if (!inSpec && !source[name]) yield field.at(name).required();
  }
  const { namespace, name, kubeletConfigKey } = source;
  if (!namespace) yield field.at('namespace').required();
  else yield* validateDnsLabel(namespace, field.at('namespace'));
  if (!name) yield field.at('name').required();
  else yield* validateDnsSubdomain(name, field.at('name'));
  if (!kubeletConfigKey) yield field.at('kubeletConfigKey').required();
  else yield* validateConfigMapKey(kubeletConfigKey, field.at('kubeletConfigKey'));
}

export function* nodeWarnings({ spec }: Readonly<Node>): Iterable<string> {
  if (spec.configSource) yield 'spec.configSource: the feature is removed';
  if (spec.externalID) yield 'spec.externalID: this field is deprecated, and is unused by Kubernetes';
  for (const [index, cidr] of spec.podCIDRs?.entries() ?? []) yield* cidrWarnings(cidr, new Field('spec.podCIDRs').at(index));
}
