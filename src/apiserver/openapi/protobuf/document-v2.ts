import { ReverseWriter } from '../../../model/codec/protobuf/reverse-writer.ts';
import {
  any,
  body,
  double,
  flag,
  integer,
  map,
  message,
  repeated,
  securityRequirement,
  text,
  within,
  type FieldWriter,
  type Fields,
} from './field-writer.ts';

/** A document of OpenAPI 2.0 in the protobuf form that clients know from gnostic's `openapi.v2`. */
export function encodeV2(document: object): Uint8Array {
  const writer = new ReverseWriter(1 << 20);
  writeDocument(writer, document);
  return writer.finish().slice();
}

/** One of several messages, each a field of its own. */
const choice = (choose: (value: Readonly<Record<string, unknown>>) => readonly [number: number, writer: FieldWriter]): FieldWriter =>
  within((writer, value) => {
    const [number, write] = choose(value as Readonly<Record<string, unknown>>);
    write(writer, value, number);
  });

const schema: FieldWriter = message(() => ({
  fields: {
    $ref: [1, text],
    format: [2, text],
    title: [3, text],
    description: [4, text],
    default: [5, any],
    multipleOf: [6, double],
    maximum: [7, double],
    exclusiveMaximum: [8, flag],
    minimum: [9, double],
    exclusiveMinimum: [10, flag],
    maxLength: [11, integer],
    minLength: [12, integer],
    pattern: [13, text],
    maxItems: [14, integer],
    minItems: [15, integer],
    uniqueItems: [16, flag],
    maxProperties: [17, integer],
    minProperties: [18, integer],
    required: [19, repeated(text)],
    enum: [20, repeated(any)],
    additionalProperties: [21, within((writer, value) => (typeof value === 'boolean' ? flag(writer, value, 2) : schema(writer, value, 1)))],
    type: [22, within((writer, value) => text(writer, value, 1))],
    items: [23, within((writer, value) => schema(writer, value, 1))],
    allOf: [24, repeated(schema)],
    properties: [25, map(schema)],
  },
  extensions: 31,
}));

const jsonReference = message(() => ({ fields: { $ref: [1, text], description: [2, text] } }));

const bodyParameter = message(() => ({
  fields: { description: [1, text], name: [2, text], in: [3, text], required: [4, flag], schema: [5, schema] },
  extensions: 6,
}));

const plainParameter: Fields = { required: [1, flag], in: [2, text], description: [3, text], name: [4, text] };
const queryParameter = message(() => ({
  fields: { ...plainParameter, type: [6, text], format: [7, text], uniqueItems: [20, flag] },
  extensions: 23,
}));
const pathParameter = message(() => ({
  fields: { ...plainParameter, type: [5, text], format: [6, text], uniqueItems: [19, flag] },
  extensions: 22,
}));
const otherParameter = choice((parameter) => (parameter['in'] === 'query' ? [3, queryParameter] : [4, pathParameter]));
const parameter = choice((value) => (value['in'] === 'body' ? [1, bodyParameter] : [2, otherParameter]));
const parameterOrReference = choice((value) => ('$ref' in value ? [2, jsonReference] : [1, parameter]));

const response = message(() => ({
  fields: { description: [1, text], schema: [2, within((writer, value) => schema(writer, value, 1))] },
  extensions: 5,
}));
const responses = message(() => ({ fields: {}, extensions: 2, others: [1, within((writer, value) => response(writer, value, 1))] }));

const operation = message(() => ({
  fields: {
    tags: [1, repeated(text)],
    summary: [2, text],
    description: [3, text],
    operationId: [5, text],
    produces: [6, repeated(text)],
    consumes: [7, repeated(text)],
    parameters: [8, repeated(parameterOrReference)],
    responses: [9, responses],
    schemes: [10, repeated(text)],
    deprecated: [11, flag],
    security: [12, repeated(securityRequirement)],
  },
  extensions: 13,
}));

const pathItem = message(() => ({
  fields: {
    get: [2, operation],
    put: [3, operation],
    post: [4, operation],
    delete: [5, operation],
    options: [6, operation],
    head: [7, operation],
    patch: [8, operation],
    parameters: [9, repeated(parameterOrReference)],
  },
  extensions: 10,
}));

const apiKey = message(() => ({ fields: { type: [1, text], name: [2, text], in: [3, text], description: [4, text] }, extensions: 5 }));

const writeDocument = body(() => ({
  fields: {
    swagger: [1, text],
    info: [2, message(() => ({ fields: { title: [1, text], version: [2, text], description: [3, text] }, extensions: 7 }))],
    paths: [8, message(() => ({ fields: {}, extensions: 1, others: [2, pathItem] }))],
    definitions: [9, map(schema)],
    parameters: [10, map(parameter)],
    security: [12, repeated(securityRequirement)],
    securityDefinitions: [13, map(within((writer, value) => apiKey(writer, value, 2)))],
  },
  extensions: 16,
}));
