import type { ObjectSchema, Scalar } from '../../model/schema.ts';
import { reference, type OpenApiSchema } from './schema.ts';

/** Scalars that are described where they are used. */
const inline: Partial<Record<Scalar, OpenApiSchema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
};

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const extensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Scalars that have names of their own. */
const names: Partial<Record<Scalar, string>> = {
  time: `${meta}.Time`,
  microTime: `${meta}.MicroTime`,
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  intOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  rawExtension: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
  json: `${extensions}.JSON`,
};

export const scalarSchema = (scalar: Scalar): OpenApiSchema => inline[scalar] ?? reference(names[scalar] ?? scalar);

/** Fields that are any object or any JSON to the model, and in OpenAPI of types that say a little more. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [`${meta}.ManagedFieldsEntry`]: { fieldsV1: `${meta}.FieldsV1` },
  [`${extensions}.CustomResourceSubresources`]: { status: `${extensions}.CustomResourceSubresourceStatus` },
  [`${extensions}.JSONSchemaProps`]: {
    additionalItems: `${extensions}.JSONSchemaPropsOrBool`,
    additionalProperties: `${extensions}.JSONSchemaPropsOrBool`,
    dependencies: `${extensions}.JSONSchemaPropsOrStringArray`,
    items: `${extensions}.JSONSchemaPropsOrArray`,
  },
};

export const scalarNameOf = (owner: ObjectSchema, field: string): string | undefined => otherNames[owner.name]?.[field];

export const namedScalars: Readonly<Record<string, OpenApiSchema>> = {
  [`${meta}.Time`]: { description: 'A moment in RFC 3339 form, to the second.', type: 'string', format: 'date-time' },
  [`${meta}.MicroTime`]: { description: 'A moment in RFC 3339 form, to the microsecond.', type: 'string', format: 'date-time' },
  [`${meta}.FieldsV1`]: { description: 'A set of fields: a tree of path elements.', type: 'object' },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    description: 'An amount as a fixed-point number with a unit, such as 100m, 1.5 or 64Mi.',
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    description: 'A whole number, or a string such as a percentage or a name.',
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { description: 'Any object.', type: 'object' },
  [`${extensions}.JSON`]: { description: 'Any JSON value.' },
  [`${extensions}.CustomResourceSubresourceStatus`]: {
    description: 'Nothing: that it is there switches the subresource on.',
    type: 'object',
  },
  [`${extensions}.JSONSchemaPropsOrArray`]: { description: 'A schema, or a list of schemas.' },
  [`${extensions}.JSONSchemaPropsOrBool`]: { description: 'A schema, or whether anything is allowed.' },
  [`${extensions}.JSONSchemaPropsOrStringArray`]: { description: 'A schema, or a list of names.' },
};
