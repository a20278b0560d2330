import assert from 'node:assert/strict';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import { encodeV2 } from './document-v2.ts';

/** The part of gnostic's `openapi.v2` that documents of an API server need. */
const { root } = protobuf.parse(
  `syntax = "proto3";
  message Any { string yaml = 2; }
  message NamedAny { string name = 1; Any value = 2; }
  message Document { string swagger = 1; Info info = 2; Paths paths = 8; Definitions definitions = 9; ParameterDefinitions parameters = 10;
    repeated SecurityRequirement security = 12; SecurityDefinitions security_definitions = 13; }
  message Info { string title = 1; string version = 2; }
  message Paths { repeated NamedPathItem path = 2; }
  message NamedPathItem { string name = 1; PathItem value = 2; }
  message PathItem { Operation get = 2; Operation put = 3; Operation post = 4; Operation delete = 5; Operation options = 6; Operation head = 7;
    Operation patch = 8; repeated ParametersItem parameters = 9; }
  message Operation { repeated string tags = 1; string description = 3; string operation_id = 5; repeated string produces = 6;
    repeated string consumes = 7; repeated ParametersItem parameters = 8; Responses responses = 9; repeated string schemes = 10;
    repeated NamedAny vendor_extension = 13; }
  message ParametersItem { oneof oneof { Parameter parameter = 1; JsonReference json_reference = 2; } }
  message JsonReference { string _ref = 1; }
  message Parameter { oneof oneof { BodyParameter body_parameter = 1; NonBodyParameter non_body_parameter = 2; } }
  message BodyParameter { string description = 1; string name = 2; string in = 3; bool required = 4; Schema schema = 5; }
  message NonBodyParameter { oneof oneof { Query query_parameter_sub_schema = 3; Path path_parameter_sub_schema = 4; } }
  message Query { bool required = 1; string in = 2; string description = 3; string name = 4; string type = 6; bool unique_items = 20; }
  message Path { bool required = 1; string in = 2; string description = 3; string name = 4; string type = 5; bool unique_items = 19; }
  message Responses { repeated NamedResponseValue response_code = 1; }
  message NamedResponseValue { string name = 1; ResponseValue value = 2; }
  message ResponseValue { oneof oneof { Response response = 1; } }
  message Response { string description = 1; SchemaItem schema = 2; }
  message SchemaItem { oneof oneof { Schema schema = 1; } }
  message Definitions { repeated NamedSchema additional_properties = 1; }
  message NamedSchema { string name = 1; Schema value = 2; }
  message Schema { string _ref = 1; string format = 2; string description = 4; repeated string required = 19; repeated Any enum = 20;
    AdditionalPropertiesItem additional_properties = 21; TypeItem type = 22; ItemsItem items = 23; Definitions properties = 25;
    repeated NamedAny vendor_extension = 31; }
  message AdditionalPropertiesItem { oneof oneof { Schema schema = 1; bool boolean = 2; } }
  message TypeItem { repeated string value = 1; }
  message ItemsItem { repeated Schema schema = 1; }
  message ParameterDefinitions { repeated NamedParameter additional_properties = 1; }
  message NamedParameter { string name = 1; Parameter value = 2; }
  message SecurityRequirement { repeated NamedStringArray additional_properties = 1; }
  message NamedStringArray { string name = 1; StringArray value = 2; }
  message StringArray { repeated string value = 1; }
  message SecurityDefinitions { repeated NamedSecurityDefinitionsItem additional_properties = 1; }
  message NamedSecurityDefinitionsItem { string name = 1; SecurityDefinitionsItem value = 2; }
  message SecurityDefinitionsItem { oneof oneof { ApiKeySecurity api_key_security = 2; } }
  message ApiKeySecurity { string type = 1; string name = 2; string in = 3; string description = 4; }`,
  { keepCase: true },
);
const type = root.lookupType('Document');
const decoded = (document: object) => type.toObject(type.decode(encodeV2(document)));

test('schemas, with all that they say', () => {
  const schema = {
    description: 'größer ✓',
    type: 'object',
    required: ['a', 'b'],
    properties: {
      a: { type: 'string', format: 'byte', enum: ['x', 'true'] },
      b: { type: 'array', items: { $ref: '#/definitions/B' }, 'x-kubernetes-list-map-keys': ['c', 'd'] },
      c: { type: 'object', additionalProperties: { type: 'integer' } },
      d: { additionalProperties: true },
    },
    'x-kubernetes-group-version-kind': [{ group: '', kind: 'A', version: 'v1' }],
  };
  assert.deepEqual(decoded({ definitions: { A: schema, B: {} } }), {
    definitions: {
      additional_properties: [
        {
          name: 'A',
          value: {
            description: 'größer ✓',
            type: { value: ['object'] },
            required: ['a', 'b'],
            properties: {
              additional_properties: [
                { name: 'a', value: { type: { value: ['string'] }, format: 'byte', enum: [{ yaml: 'x\n' }, { yaml: '"true"\n' }] } },
                {
                  name: 'b',
                  value: {
                    type: { value: ['array'] },
                    items: { schema: [{ _ref: '#/definitions/B' }] },
                    vendor_extension: [{ name: 'x-kubernetes-list-map-keys', value: { yaml: '- c\n- d\n' } }],
                  },
                },
                {
                  name: 'c',
                  value: { type: { value: ['object'] }, additional_properties: { schema: { type: { value: ['integer'] } } } },
                },
                { name: 'd', value: { additional_properties: { boolean: true } } },
              ],
            },
            vendor_extension: [{ name: 'x-kubernetes-group-version-kind', value: { yaml: '- group: ""\n  kind: A\n  version: v1\n' } }],
          },
        },
        { name: 'B', value: {} },
      ],
    },
  });
});

test('operations with parameters of all kinds', () => {
  const operation = {
    tags: ['core_v1'],
    description: 'Does something.',
    operationId: 'doIt',
    consumes: ['*/*'],
    produces: ['application/json', 'application/yaml'],
    schemes: ['https'],
    parameters: [
      { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/A' } },
      { name: 'dryRun', in: 'query', type: 'string', uniqueItems: true, description: 'd' },
      { name: 'name', in: 'path', required: true, type: 'string', uniqueItems: true },
      { $ref: '#/parameters/pretty' },
    ],
    responses: { '200': { description: 'OK', schema: { $ref: '#/definitions/A' } }, '401': { description: 'Unauthorized' } },
    'x-kubernetes-action': 'post',
  };
  const { responses: _responses, 'x-kubernetes-action': _action, operationId, parameters: _parameters, ...same } = operation;
  assert.deepEqual(decoded({ paths: { '/a': { post: operation, parameters: [{ $ref: '#/parameters/pretty' }] } } }), {
    paths: {
      path: [
        {
          name: '/a',
          value: {
            parameters: [{ json_reference: { _ref: '#/parameters/pretty' } }],
            post: {
              ...same,
              operation_id: operationId,
              parameters: [
                { parameter: { body_parameter: { name: 'body', in: 'body', required: true, schema: { _ref: '#/definitions/A' } } } },
                {
                  parameter: {
                    non_body_parameter: {
                      query_parameter_sub_schema: { name: 'dryRun', in: 'query', type: 'string', unique_items: true, description: 'd' },
                    },
                  },
                },
                {
                  parameter: {
                    non_body_parameter: {
                      path_parameter_sub_schema: { name: 'name', in: 'path', required: true, type: 'string', unique_items: true },
                    },
                  },
                },
                { json_reference: { _ref: '#/parameters/pretty' } },
              ],
              responses: {
                response_code: [
                  { name: '200', value: { response: { description: 'OK', schema: { schema: { _ref: '#/definitions/A' } } } } },
                  { name: '401', value: { response: { description: 'Unauthorized' } } },
                ],
              },
              vendor_extension: [{ name: 'x-kubernetes-action', value: { yaml: 'post\n' } }],
            },
          },
        },
      ],
    },
  });
});

test('what is said of the server as a whole', () => {
  const document = {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: 'v1' },
    parameters: { pretty: { name: 'pretty', in: 'query', type: 'string' } },
    security: [{ BearerToken: [] }],
    securityDefinitions: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header', description: 'd' } },
  };
  assert.deepEqual(decoded(document), {
    swagger: '2.0',
    info: document.info,
    parameters: {
      additional_properties: [
        { name: 'pretty', value: { non_body_parameter: { query_parameter_sub_schema: { name: 'pretty', in: 'query', type: 'string' } } } },
      ],
    },
    security: [{ additional_properties: [{ name: 'BearerToken', value: {} }] }],
    security_definitions: {
      additional_properties: [{ name: 'BearerToken', value: { api_key_security: document.securityDefinitions.BearerToken } }],
    },
  });
});

test('what the form has no place for is an error rather than lost', () => {
  assert.throws(() => encodeV2({ definitions: { A: { oneOf: [] } } }), /no field for oneOf/);
});
