import type { Field, FieldErrors } from '../../../../model/field.ts';
import { canonicalQuantity, isZeroQuantity } from '../../../../model/quantity.ts';
import { validateQualifiedName } from '../../../field-checks.ts';
import type { ObjectFieldSelector, ResourceFieldSelector } from '../field-reference.ts';

/** Every field of a pod the downward API can name; each use allows some of them. */
const knownPaths = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

const subscripted = /^(?<path>[^[]+(?:\[(?!')[^[]*)*)\['(?<key>.*)'\]$/s;

export function* validateFieldReference(
  { apiVersion, fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
  field: Field,
): FieldErrors {
  if (!apiVersion) {
    yield field.at('apiVersion').required();
    return;
  }
  if (!fieldPath) {
    yield field.at('fieldPath').required();
    return;
  }
  const broken = (reason: string) => field.at('fieldPath').invalid(fieldPath, `error converting fieldPath: ${reason}`);
  if (apiVersion !== 'v1') {
    yield broken(`unsupported pod version: ${apiVersion}`);
    return;
  }
  const { path, key } = subscripted.exec(fieldPath)?.groups ?? {};
  if (path === undefined || key === undefined) {
    const converted = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
    if (!knownPaths.has(converted)) yield broken(`field label not supported: ${fieldPath}`);
    else if (!allowed.includes(converted)) yield field.at('fieldPath').notSupported(converted, allowed);
  } else if (path === 'metadata.annotations') {
    yield* validateQualifiedName(key.toLowerCase(), field);
  } else if (path === 'metadata.labels') {
    yield* validateQualifiedName(key, field);
  } else {
    yield broken(`field label does not support subscript: ${fieldPath}`);
  }
}

const resources = [
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
];
const hugePages = /^(?:requests|limits)\.hugepages-/;
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

export function* validateResourceReference(
  { containerName, resource, divisor }: ResourceFieldSelector,
  field: Field,
  { inVolume = false } = {},
): FieldErrors {
  if (inVolume && !containerName) yield field.at('containerName').required();
  else if (!resource) yield field.at('resource').required();
  else if (!resources.includes(resource) && !hugePages.test(resource)) yield field.at('resource').notSupported(resource, resources);
  if (divisor !== undefined && !isZeroQuantity(divisor)) yield* validateDivisor(resource, canonicalQuantity(divisor), field.at('divisor'));
}

function* validateDivisor(resource: string, divisor: string, field: Field): FieldErrors {
  const allowed = resource.endsWith('.cpu') ? ['1m', '1'] : byteDivisors;
  const kind = kindOf(resource);
  if (kind === undefined || allowed.includes(divisor)) return;
  const values = kind === 'cpu' ? '1m and 1' : byteDivisors.join(', ');
  yield field.invalid(resource, `only divisor's values ${values} are supported with the ${kind} resource`);
}

function kindOf(resource: string): string | undefined {
  if (hugePages.test(resource)) return 'hugepages';
  if (!resources.includes(resource)) return undefined;
  if (resource.endsWith('.cpu')) return 'cpu';
  return resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
}
