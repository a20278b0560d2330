import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDns1035Label, checkDnsSubdomain } from '../../model/names.ts';
import { nameColumn } from '../columns.ts';
import { validateConditions } from '../condition-validation.ts';
import { goForm, goFormOfList } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { always, defineType, list, object, required, string, type Infer } from '../../model/schema.ts';

export const GroupResource = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource', 'A resource in any of its versions.', {
  group: required(string(1, 'Its group; empty for the core.')),
  resource: required(string(2, 'Its plural name.')),
});

export interface GroupResource extends Infer<typeof GroupResource> {}

export const StorageVersionMigrationSpec = defineType(
  'io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationSpec',
  'What is to be written anew.',
  { resource: required(object(1, GroupResource, 'The resource whose objects are written anew.')) },
);

export interface StorageVersionMigrationSpec extends Infer<typeof StorageVersionMigrationSpec> {}

export const StorageVersionMigrationStatus = defineType(
  'io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationStatus',
  'How far the migration is.',
  {
    conditions: list(1, Condition, 'What is known, by type.', {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
    resourceVersion: string(2, 'Objects that are older than this are written anew.'),
  },
);

export interface StorageVersionMigrationStatus extends Infer<typeof StorageVersionMigrationStatus> {}

export interface StorageVersionMigration extends KubeObject {
  spec: StorageVersionMigrationSpec;
  status: StorageVersionMigrationStatus;
}

export const StorageVersionMigration: Kind<StorageVersionMigration> = defineKind({
  group: 'storagemigration.k8s.io',
  version: 'v1beta1',
  kind: 'StorageVersionMigration',
  plural: 'storageversionmigrations',
  scope: 'Cluster',
  subresources: ['status'],
  features: ['StorageVersionMigrator'],
  lifecycle: { deprecated: '1.38', removed: '1.41' },
  schema: 'io.k8s.api.storagemigration.v1beta1.StorageVersionMigration',
  description: 'Asks for all objects of a resource to be written anew, as they are stored now.',
  fields: {
    spec: always(object(2, StorageVersionMigrationSpec, 'What is wanted.')),
    status: always(object(3, StorageVersionMigrationStatus, 'What is the case, as those who see to it report it.')),
  },
  needsVersionToUpdate: true,
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  resetFields: { status: ['metadata', 'spec'] },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  *validate({ spec }, field) {
    const { group, resource } = spec.resource;
    const at = field.at('spec', 'resource');
    if (!resource) yield at.at('resource').required('resource is required to be set');
    else yield* joined(resource, checkDns1035Label(resource), at.at('resource'));
    if (group) yield* joined(group, checkDnsSubdomain(group), at.at('group'));
  },
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(StorageVersionMigrationSpec, spec, previous.spec)) {
      yield field.at('spec').invalid(goForm(StorageVersionMigrationSpec, spec), 'field is immutable');
    }
  },
  validateStatusUpdate: ({ status }, previous, field) => validateStatus(status, previous.status, field.at('status')),
  columns: [
    { ...nameColumn, format: '' },
    { name: 'Resource', description: 'What is written anew.', value: ({ spec }) => resourceText(spec.resource) },
    { name: 'Status', description: 'How far it is.', value: ({ status }) => stateOf(status) },
  ],
});

function* joined(value: string, problems: readonly string[], field: Field): FieldErrors {
  if (problems.length > 0) yield field.invalid(value, problems.join(','));
}

const resourceText = ({ group, resource }: GroupResource): string => (group ? `${resource}.${group}` : resource);

const states: readonly string[] = ['Running', 'Failed', 'Succeeded'];

const stateOf = ({ conditions = [] }: Readonly<StorageVersionMigrationStatus>): string =>
  conditions.findLast(({ type, status }) => status === 'True' && states.includes(type))?.type ?? 'Unknown';

const has = ({ conditions = [] }: Readonly<StorageVersionMigrationStatus>, wanted: string): boolean =>
  conditions.some(({ type, status }) => type === wanted && status === 'True');

type Status = Readonly<StorageVersionMigrationStatus>;

/** A migration ends once, one way or the other. */
function* validateStatus(next: Status, previous: Status, field: Field): FieldErrors {
  const { resourceVersion = '', conditions } = next;
  const versionField = field.at('resourceVersion');
  if (resourceVersion && !/^[1-9]\d*$/.test(resourceVersion)) {
    yield versionField.invalid(resourceVersion, `resource version is not well formed: ${resourceVersion}`);
  }
  const at = field.at('conditions');
  yield* validateConditions(conditions, at);
  if (previous.resourceVersion && previous.resourceVersion !== resourceVersion)
    yield versionField.invalid(resourceVersion, 'field is immutable');
  const shown = goFormOfList(Condition, conditions);
  if (has(next, 'Succeeded') && has(next, 'Failed')) {
    yield at.invalid(shown, 'Both success and failed conditions cannot be true at the same time');
  }
  if (has(previous, 'Succeeded') && !has(next, 'Succeeded')) {
    yield at.invalid(shown, 'Success condition cannot be set to false once it is true');
  }
  if (has(previous, 'Failed') && !has(next, 'Failed')) yield at.invalid(shown, 'Failed condition cannot be set to false once it is true');
}
