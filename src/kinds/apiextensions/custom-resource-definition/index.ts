import { isConditionTrue } from '../../../model/conditions.ts';
import { validateImmutable } from '../../field-checks.ts';
import { validateApproval } from './approval.ts';
import { validateNames } from './names-validation.ts';
import { forNewKinds, strictnessAfter } from './strictness.ts';
import { validateSpec, validateStatus } from './validation.ts';
import { formatWarnings } from './warnings.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { checkDnsSubdomain } from '../../../model/names.ts';
import { always, object, required } from '../../../model/schema.ts';
import { CustomResourceDefinitionSpec, CustomResourceDefinitionStatus } from './schema.ts';

export interface CustomResourceDefinition extends KubeObject {
  spec: CustomResourceDefinitionSpec;
  status: CustomResourceDefinitionStatus;
}

export const CustomResourceDefinition: Kind<CustomResourceDefinition> = defineKind({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  description:
    'Adds a kind of your own to the API. The server then stores and serves its objects like built-in ones; a controller of yours makes something of them.',
  fields: {
    spec: required(
      object(2, CustomResourceDefinitionSpec, 'What the kind is called, which versions it has, and what its objects look like.'),
    ),
    status: always(object(3, CustomResourceDefinitionStatus, 'Whether the kind is served, and under which names.')),
  },

  countsGenerations: true,
  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec, status }) {
    const { names } = spec;
    names.singular ||= names.kind.toLowerCase();
    if (names.kind) names.listKind ||= `${names.kind}List`;
    spec.conversion ??= { strategy: 'None' };
    const { service } = spec.conversion.webhook?.clientConfig ?? {};
    if (service) service.port ??= 443;
    if (!status.storedVersions?.length) storeCurrent(spec, status);
  },
  prepareCreate: ({ spec, status }) => storeCurrent(spec, status),
  prepareUpdate(next) {
    // The status is still that of the object before.
    next.status = { ...next.status };
    storeCurrent(next.spec, next.status);
  },
  takesAnyFinalizers: true,
  validateName(name, { isPrefix, object }) {
    const problems = checkDnsSubdomain(name, { isPrefix });
    if (!object || name === `${object.spec.names.plural}.${object.spec.group}`) return problems;
    return [...problems, 'must be spec.names.plural+"."+spec.group'];
  },
  *validateCreate(definition, field) {
    yield* validateSpec(definition.spec, field.at('spec'), forNewKinds);
    yield* validateStatus(definition, field.at('status'));
    yield* validateApproval(definition, undefined, field);
    if (definition.spec.preserveUnknownFields) yield field.at('spec', 'preserveUnknownFields').invalid(true, keepElsewhere);
  },
  *validateUpdate(next, previous, field) {
    const at = field.at('spec');
    yield* validateSpec(next.spec, at, strictnessAfter(previous, next));
    if (isConditionTrue(previous.status.conditions, 'Established')) {
      yield* validateImmutable(next.spec.scope, previous.spec.scope, at.at('scope'));
      yield* validateImmutable(next.spec.names.kind, previous.spec.names.kind, at.at('names', 'kind'));
    }
    yield* validateImmutable(next.spec.group, previous.spec.group, at.at('group'));
    yield* validateImmutable(next.spec.names.plural, previous.spec.names.plural, at.at('names', 'plural'));
    yield* validateStatus(next, field.at('status'));
    yield* validateApproval(next, previous, field);
    if (next.spec.preserveUnknownFields && !previous.spec.preserveUnknownFields) {
      yield at.at('preserveUnknownFields').invalid(true, keepElsewhere);
    }
  },
  *validateStatusUpdate({ status }, _previous, field) {
    if (status.acceptedNames) yield* validateNames(status.acceptedNames, field.at('status', 'acceptedNames'));
  },
  warnings: ({ spec }, previous) => formatWarnings(spec, previous?.spec),
});

const keepElsewhere = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';

/** Versions in which objects may be stored are remembered: the current one from now on. */
function storeCurrent(spec: CustomResourceDefinitionSpec, status: CustomResourceDefinitionStatus): void {
  const current = spec.versions?.find(({ storage }) => storage)?.name;
  const stored = status.storedVersions ?? [];
  if (current !== undefined && !stored.includes(current)) status.storedVersions = [...stored, current];
}
