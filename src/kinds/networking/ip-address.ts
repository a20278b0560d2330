import { Field, type FieldErrors } from '../../model/field.ts';
import { ageColumn, nameColumn } from '../columns.ts';
import { allInvalid, validateDnsSubdomain } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { validateStrictIp } from '../ip-validation.ts';
import { isSame } from '../same.ts';
import { validateSegment } from './ingress/validation.ts';
import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, object, required, string, type Infer } from '../../model/schema.ts';

export const ParentReference = defineType('io.k8s.api.networking.v1.ParentReference', 'Names the object that has an address.', {
  group: string(1, 'Group of the API that the resource is from; empty for core.'),
  resource: required(string(2, 'Resource of the object, such as services.', { omitEmpty: true })),
  namespace: string(3, 'Namespace of the object.'),
  name: required(string(4, 'Name of the object that is meant.', { omitEmpty: true })),
});

export interface ParentReference extends Infer<typeof ParentReference> {}

export const IPAddressSpec = defineType('io.k8s.api.networking.v1.IPAddressSpec', 'The state that was found last.', {
  parentRef: required(object(1, ParentReference, 'Object that has the address, mostly a service.', { omitEmpty: true })),
});

export interface IPAddressSpec extends Infer<typeof IPAddressSpec> {}

export interface IPAddress extends KubeObject {
  spec: IPAddressSpec;
}

export const IPAddress: Kind<IPAddress> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  scope: 'Cluster',
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  validateName: (name) => checkAddress(name),
  schema: 'io.k8s.api.networking.v1.IPAddress',
  description: "An address of the services' ranges that is taken. Its name is the address. Kept by the API server.",
  fields: {
    spec: required(object(2, IPAddressSpec, 'Who has the address.')),
  },

  *validate({ spec: { parentRef } }, field) {
    const at = field.at('spec', 'parentRef');
    if (parentRef) yield* validateParent(parentRef, at);
    else yield at.required();
  },
  *validateUpdate({ spec: { parentRef } }, previous, field) {
    if (!isSame(ParentReference, parentRef, previous.spec.parentRef)) {
      yield field.at('spec', 'parentRef').invalid(goForm(ParentReference, parentRef), 'field is immutable');
    }
  },
  columns: [
    nameColumn,
    { name: 'ParentRef', description: 'What the address belongs to.', value: ({ spec }) => parentText(spec.parentRef) },
    { ...ageColumn, name: '' },
  ],
});

/** Addresses are unique because their names are, so there is one way only to write them. */
const checkAddress = (name: string): string[] =>
  // The detail alone, as problems of names are told.
  [...validateStrictIp(name, new Field())].map(({ message }) => message.slice(`Invalid value: ${JSON.stringify(name)}: `.length));

function parentText(parent: ParentReference | undefined): string {
  if (!parent) return '<none>';
  const { group, resource, namespace, name } = parent;
  const qualified = (group ? `${resource}.${group}` : resource).toLowerCase();
  return [qualified, ...(namespace ? [namespace] : []), name].join('/');
}

function* validateParent({ group, resource, name, namespace }: ParentReference, field: Field): FieldErrors {
  if (group) yield* validateDnsSubdomain(group, field.at('group'));
  yield* validateSegment(resource, field.at('resource'));
  yield* validateSegment(name, field.at('name'));
  if (namespace) yield* allInvalid(namespace, checkPathSegment(namespace), field.at('namespace'));
}
