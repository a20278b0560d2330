import assert from 'node:assert/strict';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import { builtInKinds } from '../../../kinds/index.ts';
import { documentsByRoot } from '../document.ts';
import { documentV3 } from '../document-v3.ts';
import { encodeV3 } from './document-v3.ts';

/** The part of gnostic's `openapi.v3` that documents of an API server need. */
const { root } = protobuf.parse(
  `syntax = "proto3";
  message Any { string yaml = 2; }
  message NamedAny { string name = 1; Any value = 2; }
  message Document { string openapi = 1; Info info = 2; Paths paths = 4; Components components = 5; }
  message Info { string title = 1; string version = 6; }
  message Paths { repeated NamedPathItem path = 1; }
  message NamedPathItem { string name = 1; PathItem value = 2; }
  message PathItem { Operation get = 4; Operation put = 5; Operation post = 6; Operation delete = 7; Operation options = 8;
    Operation head = 9; Operation patch = 10; repeated ParameterOrReference parameters = 13; }
  message Operation { repeated string tags = 1; string description = 3; string operation_id = 5;
    repeated ParameterOrReference parameters = 6; RequestBodyOrReference request_body = 7; Responses responses = 8;
    repeated NamedAny specification_extension = 13; }
  message ParameterOrReference { oneof oneof { Parameter parameter = 1; Reference reference = 2; } }
  message Parameter { string name = 1; string in = 2; string description = 3; bool required = 4; SchemaOrReference schema = 10; }
  message Reference { string _ref = 1; }
  message RequestBodyOrReference { oneof oneof { RequestBody request_body = 1; } }
  message RequestBody { MediaTypes content = 2; bool required = 3; }
  message MediaTypes { repeated NamedMediaType additional_properties = 1; }
  message NamedMediaType { string name = 1; MediaType value = 2; }
  message MediaType { SchemaOrReference schema = 1; }
  message Responses { repeated NamedResponseOrReference response_or_reference = 2; }
  message NamedResponseOrReference { string name = 1; ResponseOrReference value = 2; }
  message ResponseOrReference { oneof oneof { Response response = 1; } }
  message Response { string description = 1; MediaTypes content = 3; }
  message Components { Schemas schemas = 1; SecuritySchemes security_schemes = 7; }
  message Schemas { repeated NamedSchemaOrReference additional_properties = 1; }
  message NamedSchemaOrReference { string name = 1; SchemaOrReference value = 2; }
  message SchemaOrReference { oneof oneof { Schema schema = 1; Reference reference = 2; } }
  message Schema { repeated string required = 23; repeated Any enum = 24; string type = 25; repeated SchemaOrReference all_of = 26;
    repeated SchemaOrReference one_of = 27; ItemsItem items = 30; Schemas properties = 31;
    AdditionalPropertiesItem additional_properties = 32; DefaultType default = 33; string description = 34; string format = 35;
    bool unique_items = 20; repeated NamedAny specification_extension = 36; }
  message ItemsItem { repeated SchemaOrReference schema_or_reference = 1; }
  message AdditionalPropertiesItem { oneof oneof { SchemaOrReference schema_or_reference = 1; bool boolean = 2; } }
  message DefaultType { oneof oneof { double number = 1; bool boolean = 2; string string = 3; } }
  message SecuritySchemes { repeated NamedSecurityScheme additional_properties = 1; }
  message NamedSecurityScheme { string name = 1; SecuritySchemeOrReference value = 2; }
  message SecuritySchemeOrReference { oneof oneof { SecurityScheme security_scheme = 1; } }
  message SecurityScheme { string type = 1; string description = 2; string name = 3; string in = 4; }`,
  { keepCase: true },
);
const type = root.lookupType('Document');
const decoded = (document: object) => type.toObject(type.decode(encodeV3(document)));

test('schemas, with all that they say', () => {
  const schemas = {
    A: {
      description: 'größer ✓',
      type: 'object',
      required: ['a', 'b'],
      properties: {
        a: { type: 'string', format: 'byte', enum: ['x', 'z'], default: 'x' },
        b: { type: 'array', items: { $ref: '#/B' }, 'x-kubernetes-list-type': 'atomic' },
        c: { type: 'object', additionalProperties: { type: 'integer', default: 0 } },
        d: { allOf: [{ $ref: '#/B' }], default: {} },
        e: { additionalProperties: false, default: false, oneOf: [{ type: 'integer' }, { type: 'string' }] },
      },
    },
  };
  const { components } = decoded({ openapi: '3.0.0', components: { schemas } }) as { components: { schemas: unknown } };
  const plain = (name: string, value: object): object => ({ name, value: { schema: value } });
  assert.deepEqual(components.schemas, {
    additional_properties: [
      plain('A', {
        description: 'größer ✓',
        type: 'object',
        required: ['a', 'b'],
        properties: {
          additional_properties: [
            plain('a', { type: 'string', format: 'byte', enum: [{ yaml: 'x\n' }, { yaml: 'z\n' }], default: { string: 'x' } }),
            plain('b', {
              type: 'array',
              items: { schema_or_reference: [{ reference: { _ref: '#/B' } }] },
              specification_extension: [{ name: 'x-kubernetes-list-type', value: { yaml: 'atomic\n' } }],
            }),
            plain('c', {
              type: 'object',
              additional_properties: { schema_or_reference: { schema: { type: 'integer', default: { number: 0 } } } },
            }),
            plain('d', { all_of: [{ reference: { _ref: '#/B' } }], default: {} }),
            plain('e', {
              additional_properties: { boolean: false },
              default: { boolean: false },
              one_of: [{ schema: { type: 'integer' } }, { schema: { type: 'string' } }],
            }),
          ],
        },
      }),
    ],
  });
});

test('documents of all groups, with their paths', () => {
  for (const [name, document] of documentsByRoot(builtInKinds)) {
    const { info, paths } = decoded(documentV3(document)) as { info: { title: string }; paths?: { path: { name: string }[] } };
    assert.equal(info.title, 'Kubernetes', name);
    assert.deepEqual(paths?.path.map((each) => each.name) ?? [], Object.keys(document.paths), name);
  }
});
