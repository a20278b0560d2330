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
} from './field-writer.ts';

/** A document of OpenAPI 3.0 in the protobuf form that clients know from gnostic's `openapi.v3`. */
export function encodeV3(document: object): Uint8Array {
  const writer = new ReverseWriter(1 << 20);
  writeDocument(writer, document);
  return writer.finish().slice();
}

const isReference = (value: unknown): boolean => typeof value === 'object' && value !== null && '$ref' in value;

/** Each of them may stand elsewhere, and be referred to. */
const orReference = (item: FieldWriter): FieldWriter =>
  within((writer, value) => (isReference(value) ? reference(writer, value, 2) : item(writer, value, 1)));

const reference = message(() => ({ fields: { $ref: [1, text], summary: [2, text], description: [3, text] } }));

/** There is no form for objects and lists: of them it is only said that there is a default. */
const defaultValue = within((writer, value) => {
  if (typeof value === 'number') double(writer, value, 1);
  else if (typeof value === 'boolean') {
    writer.varint(value ? 1 : 0);
    writer.tag(2, 0);
  } else if (typeof value === 'string') text(writer, value, 3);
});

const additionalProperties = within((writer, value) => {
  if (typeof value !== 'boolean') return schemaOrReference(writer, value, 1);
  writer.varint(value ? 1 : 0);
  writer.tag(2, 0);
});

const schema: FieldWriter = message(() => ({
  fields: {
    nullable: [1, flag],
    readOnly: [3, flag],
    writeOnly: [4, flag],
    example: [7, any],
    deprecated: [8, flag],
    title: [9, text],
    multipleOf: [10, double],
    maximum: [11, double],
    exclusiveMaximum: [12, flag],
    minimum: [13, double],
    exclusiveMinimum: [14, flag],
    maxLength: [15, integer],
    minLength: [16, integer],
    pattern: [17, text],
    maxItems: [18, integer],
    minItems: [19, integer],
    uniqueItems: [20, flag],
    maxProperties: [21, integer],
    minProperties: [22, integer],
    required: [23, repeated(text)],
    enum: [24, repeated(any)],
    type: [25, text],
    allOf: [26, repeated(schemaOrReference)],
    oneOf: [27, repeated(schemaOrReference)],
    anyOf: [28, repeated(schemaOrReference)],
    not: [29, schema],
    items: [30, within((writer, value) => schemaOrReference(writer, value, 1))],
    properties: [31, map(schemaOrReference)],
    additionalProperties: [32, additionalProperties],
    default: [33, defaultValue],
    description: [34, text],
    format: [35, text],
  },
  extensions: 36,
}));
const schemaOrReference: FieldWriter = orReference(schema);

const mediaTypes = map(message(() => ({ fields: { schema: [1, schemaOrReference] }, extensions: 5 })));

const parameter = message(() => ({
  fields: {
    name: [1, text],
    in: [2, text],
    description: [3, text],
    required: [4, flag],
    deprecated: [5, flag],
    schema: [10, schemaOrReference],
  },
  extensions: 14,
}));
const parameters = repeated(orReference(parameter));

const requestBody = message(() => ({ fields: { description: [1, text], content: [2, mediaTypes], required: [3, flag] }, extensions: 4 }));
const response = message(() => ({ fields: { description: [1, text], content: [3, mediaTypes] }, extensions: 5 }));
const responses = message(() => ({ fields: { default: [1, orReference(response)] }, extensions: 3, others: [2, orReference(response)] }));

const operation = message(() => ({
  fields: {
    tags: [1, repeated(text)],
    summary: [2, text],
    description: [3, text],
    operationId: [5, text],
    parameters: [6, parameters],
    requestBody: [7, orReference(requestBody)],
    responses: [8, responses],
    deprecated: [10, flag],
    security: [11, repeated(securityRequirement)],
  },
  extensions: 13,
}));

const pathItem = message(() => ({
  fields: {
    get: [4, operation],
    put: [5, operation],
    post: [6, operation],
    delete: [7, operation],
    options: [8, operation],
    head: [9, operation],
    patch: [10, operation],
    parameters: [13, parameters],
  },
  extensions: 14,
}));

const securityScheme = message(() => ({
  fields: { type: [1, text], description: [2, text], name: [3, text], in: [4, text] },
  extensions: 9,
}));
const components = message(() => ({
  fields: { schemas: [1, map(schemaOrReference)], securitySchemes: [7, map(orReference(securityScheme))] },
  extensions: 10,
}));

const writeDocument = body(() => ({
  fields: {
    openapi: [1, text],
    info: [2, message(() => ({ fields: { title: [1, text], description: [2, text], version: [6, text] }, extensions: 7 }))],
    paths: [4, message(() => ({ fields: {}, extensions: 2, others: [1, pathItem] }))],
    components: [5, components],
    security: [6, repeated(securityRequirement)],
  },
  extensions: 9,
}));
