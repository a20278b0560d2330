import type { Scalar } from '../../model/schema.ts';
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

/** Scalars that have names of their own. */
const names: Partial<Record<Scalar, string>> = {
  time: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  microTime: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  intOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  rawExtension: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
  json: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON',
};

export const scalarSchema = (scalar: Scalar): OpenApiSchema => inline[scalar] ?? reference(names[scalar] ?? scalar);

export const namedScalars: Readonly<Record<string, OpenApiSchema>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': {
    description: 'A moment in RFC 3339 form, to the second.',
    type: 'string',
    format: 'date-time',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': {
    description: 'A moment in RFC 3339 form, to the microsecond.',
    type: 'string',
    format: 'date-time',
  },
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
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': { description: 'Any JSON value.' },
};
