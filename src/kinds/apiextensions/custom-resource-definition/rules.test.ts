import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Field } from '../../../model/field.ts';
import { validateMetadata } from '../../../model/metadata-validation.ts';
import { created, problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { definition, version, withProperty, withSchema } from '../../testing/gadgets.ts';
import { CustomResourceDefinition } from './index.ts';

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'has versions',
    definition({ versions: [] }),
    [
      'spec.versions: Invalid value: []: must have exactly one version marked as storage version',
      'status.storedVersions: Invalid value: null: must have at least one stored version',
    ],
  ],
  [
    'keeps unknown fields by its schemas only',
    definition({
      preserveUnknownFields: true,
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { url: 'http://u:p@/x?y#z', caBundle: 'eA==' }, conversionReviewVersions: ['v2', 'v2', 'A'] },
      },
      versions: [version({ schema: { openAPIV3Schema: { type: 'object', properties: { a: { type: 'string', default: 'x' } } } } })],
    }),
    [
      'spec.preserveUnknownFields: Invalid value: true: must be false in order to use defaults in the schema',
      'spec.conversion.strategy: Invalid value: "Webhook": must be None if spec.preserveUnknownFields is true',
      'spec.conversion.webhookClientConfig.url: Invalid value: "http": \'https\' is the only allowed URL scheme; desired format: https://host[/path]',
      'spec.conversion.webhookClientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]',
      'spec.conversion.webhookClientConfig.url: Invalid value: "u:p": user information is not permitted in the URL',
      'spec.conversion.webhookClientConfig.url: Invalid value: "z": fragments are not permitted in the URL',
      'spec.conversion.webhookClientConfig.url: Invalid value: "y": query parameters are not permitted in the URL',
      'spec.conversion.conversionReviewVersions[1]: Invalid value: "v2": duplicate version',
      "spec.conversion.conversionReviewVersions[2]: Invalid value: \"A\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      'spec.conversion.conversionReviewVersions: Invalid value: ["v2","v2","A"]: must include at least one of v1, v1beta1',
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
  ],
  [
    'converts through a service that it names',
    definition({
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { service: { namespace: '', name: '', path: 'a//B', port: 70000 } }, conversionReviewVersions: ['v1'] },
      },
    }),
    [
      'spec.conversion.webhookClientConfig.service.name: Required value',
      'spec.conversion.webhookClientConfig.service.namespace: Required value',
      'spec.conversion.webhookClientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive',
      'spec.conversion.webhookClientConfig.service.path: Invalid value: "a//B": must start with a \'/\'',
      'spec.conversion.webhookClientConfig.service.path: Invalid value: "a//B": segment[0] may not be empty',
      'spec.conversion.webhookClientConfig.service.path: Invalid value: "a//B": segment[1] may not be empty',
      "spec.conversion.webhookClientConfig.service.path: Invalid value: \"a//B\": segment[2]: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'converts in a way there is',
    definition({ conversion: { strategy: 'Magic' } }),
    ['spec.conversion.strategy: Unsupported value: "Magic": supported values: "None", "Webhook"'],
  ],
  [
    'has objects only where the status is apart',
    withSchema({ type: 'array', description: 'x', items: { type: 'string' } }, { subresources: { status: {} } }),
    [
      'spec.validation.openAPIV3Schema.type: Invalid value: "array": only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
      'spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root',
    ],
  ],
  [
    'writes its schemas out',
    withProperty({
      type: 'object',
      $ref: '#',
      id: 'x',
      definitions: { d: { type: 'x' } },
      dependencies: { e: { type: 'y', uniqueItems: true }, f: ['g'] },
      patternProperties: { p: { type: 'string' } },
      additionalItems: true,
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].id: Forbidden: id is not supported',
      'spec.validation.openAPIV3Schema.properties[a].additionalItems: Forbidden: additionalItems is not supported',
      'spec.validation.openAPIV3Schema.properties[a].patternProperties: Forbidden: patternProperties is not supported',
      'spec.validation.openAPIV3Schema.properties[a].definitions: Forbidden: definitions is not supported',
      'spec.validation.openAPIV3Schema.properties[a].dependencies: Forbidden: dependencies is not supported',
      'spec.validation.openAPIV3Schema.properties[a].$ref: Forbidden: $ref is not supported',
      'spec.validation.openAPIV3Schema.properties[a].definitions[d].type: Unsupported value: "x": supported values: "array", "boolean", "integer", "number", "object", "string"',
      'spec.validation.openAPIV3Schema.properties[a].dependencies[e].type: Unsupported value: "y": supported values: "array", "boolean", "integer", "number", "object", "string"',
      'spec.validation.openAPIV3Schema.properties[a].dependencies[e].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
    ],
  ],
  [
    'says nothing of the language of its schemas',
    withProperty({ type: 'object', $schema: 'x' }),
    ['spec.validation.openAPIV3Schema: Invalid value: "": OpenAPIV3Schema \'schema\' is not supported'],
  ],
  [
    'does not say that it drops unknown fields',
    withProperty({ type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),
    ['spec.validation.openAPIV3Schema.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined'],
  ],
  [
    'tells nothing but values apart inside anyOf and not',
    withProperty({
      type: 'object',
      additionalProperties: { type: 'string' },
      anyOf: [
        { additionalProperties: false },
        { additionalProperties: true, 'x-kubernetes-list-map-keys': ['a'], 'x-kubernetes-list-type': '' },
      ],
      not: { title: 'x', nullable: true, default: false },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].additionalProperties: Forbidden: must be undefined to be structural',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].x-kubernetes-list-map-keys: Forbidden: must be empty to be structural',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].x-kubernetes-list-type: Forbidden: must be undefined to be structural',
      'spec.validation.openAPIV3Schema.properties[a].not.default: Forbidden: must be undefined to be structural',
      'spec.validation.openAPIV3Schema.properties[a].not.nullable: Forbidden: must be false to be structural',
      'spec.validation.openAPIV3Schema.properties[a].not.title: Forbidden: must be empty to be structural',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].type: Required value: must be array if x-kubernetes-list-type is specified',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].x-kubernetes-list-type: Unsupported value: "": supported values: "atomic", "set", "map"',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[1].x-kubernetes-list-type: Invalid value: "": must be map if x-kubernetes-list-map-keys is non-empty',
    ],
  ],
  [
    'has whole objects as defaults of whole objects',
    withProperty({
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: {
        metadata: { type: 'object', properties: { name: { type: 'string', default: '/' } } },
        spec: { type: 'object', properties: { n: { type: 'integer', default: 1.5, minimum: 2, format: 'int32' } } },
      },
      default: { metadata: 5 },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].default.metadata: Invalid value: 5: json: cannot unmarshal number into Go value of type v1.ObjectMeta',
      'spec.validation.openAPIV3Schema.properties[a].properties[metadata].properties[name].default: Invalid value: "/": must result in valid metadata: metadata.name: Invalid value: "/": may not contain \'/\'',
      'spec.validation.openAPIV3Schema.properties[a].properties[spec].properties[n].default: Invalid value: "float64":  in body must be of type int32: "float64"',
      'spec.validation.openAPIV3Schema.properties[a].properties[spec].properties[n].default: Invalid value: "": Checked value must be of type integer with format int32 in ',
      'spec.validation.openAPIV3Schema.properties[a].properties[spec].properties[n].default: Invalid value: 1.5:  in body should be greater than or equal to 2',
    ],
  ],
  [
    'has defaults that match their schemas',
    withProperty({
      type: 'object',
      properties: {
        b: { type: 'array', maxItems: 1, items: { type: 'string', maxLength: 1, enum: ['x', 'y'] } },
        c: { type: 'number', maximum: 5, multipleOf: 2 },
        d: { type: 'string', pattern: '^a$', format: 'date' },
      },
      required: ['e'],
      default: { b: ['xx', 'y', 5], c: 7, d: 'b', f: 1 },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].default: Invalid value: {"b":["xx","y",5],"c":7,"d":"b","f":1}: must not have unknown fields',
      'spec.validation.openAPIV3Schema.properties[a].default.b[0]: Too long: may not be more than 1 byte',
      'spec.validation.openAPIV3Schema.properties[a].default.b[0]: Unsupported value: "xx": supported values: "x", "y"',
      'spec.validation.openAPIV3Schema.properties[a].default.b[2]: Invalid value: "integer": b[2] in body must be of type string: "integer"',
      'spec.validation.openAPIV3Schema.properties[a].default.b[2]: Unsupported value: 5: supported values: "x", "y"',
      'spec.validation.openAPIV3Schema.properties[a].default.b: Too many: 3: must have at most 1 item',
      'spec.validation.openAPIV3Schema.properties[a].default.c: Invalid value: 7: c in body should be a multiple of 2',
      'spec.validation.openAPIV3Schema.properties[a].default.c: Invalid value: 7: c in body should be less than or equal to 5',
      'spec.validation.openAPIV3Schema.properties[a].default.d: Invalid value: "b": d in body should match \'^a$\'',
      'spec.validation.openAPIV3Schema.properties[a].default.d: Invalid value: "b": d in body must be of type date: "b"',
      'spec.validation.openAPIV3Schema.properties[a].default.e: Required value',
    ],
  ],
  [
    'has such defaults in lists too',
    withProperty({
      type: 'array',
      items: {
        type: 'object',
        properties: { a: { type: 'string', format: 'ipv4', default: 'x' }, z: { type: 'integer', nullable: true, default: 'q' } },
      },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].items.properties[a].default: Invalid value: "x":  in body must be of type ipv4: "x"',
      'spec.validation.openAPIV3Schema.properties[a].items.properties[z].default: Invalid value: "string":  in body must be of type integer: "string"',
    ],
  ],
  [
    'has defaults that match alternatives',
    withProperty({
      type: 'object',
      properties: {
        x: { 'x-kubernetes-int-or-string': true, default: true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
        y: { type: 'integer', oneOf: [{ minimum: 1 }, { maximum: 5 }], not: { enum: [3] }, allOf: [{ multipleOf: 2 }], default: 3 },
      },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].properties[x].default: Invalid value: "": "" must validate at least one schema (anyOf)',
      'spec.validation.openAPIV3Schema.properties[a].properties[x].default: Invalid value: "boolean":  in body must be of type integer: "boolean"',
      'spec.validation.openAPIV3Schema.properties[a].properties[y].default: Invalid value: "": "" must validate one and only one schema (oneOf). Found 2 valid alternatives',
      'spec.validation.openAPIV3Schema.properties[a].properties[y].default: Invalid value: 3:  in body should be a multiple of 2',
      'spec.validation.openAPIV3Schema.properties[a].properties[y].default: Invalid value: "": "" must validate all the schemas (allOf). None validated',
      'spec.validation.openAPIV3Schema.properties[a].properties[y].default: Invalid value: "": "" must not validate the schema (not)',
    ],
  ],
  [
    'has no defaults for what all objects have',
    withSchema({
      type: 'object',
      properties: {
        metadata: { type: 'object', properties: { name: { type: 'string', default: 'x' } } },
        kind: { type: 'string', default: 'K' },
      },
    }),
    [
      'spec.validation.openAPIV3Schema.properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata',
      'spec.validation.openAPIV3Schema.properties[kind].default: Forbidden: must not be set in top-level kind',
    ],
  ],
  [
    'has rules for fields there are',
    withProperty({
      type: 'object',
      properties: { b: { type: 'string' } },
      'x-kubernetes-validations': [
        { rule: 'true', fieldPath: '.c' },
        { rule: 'true', fieldPath: "['b']" },
        { rule: 'true', fieldPath: ' ', messageExpression: ' ' },
      ],
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[0].fieldPath: Invalid value: ".c": must be a valid path',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[2].messageExpression: Required value: messageExpression must be non-empty if specified',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[2].fieldPath: Invalid value: " ": must be non-empty if specified',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[2].fieldPath: Invalid value: " ": must be a valid path',
    ],
  ],
  [
    'selects by fields that all objects may have',
    withSchema(
      {
        type: 'object',
        properties: {
          a: { type: 'string' },
          m: { type: 'object', additionalProperties: { type: 'integer' } },
          metadata: { type: 'object', properties: { name: { type: 'string' } } },
        },
      },
      {
        selectableFields: [
          { jsonPath: 'a' },
          { jsonPath: '.' },
          { jsonPath: '.m.x' },
          { jsonPath: '.metadata.name' },
          { jsonPath: '.m' },
          { jsonPath: '' },
        ],
      },
    ),
    [
      'spec.selectableFields[0].jsonPath: Invalid value: "a": is an invalid path: expected [ or . but got: a',
      'spec.selectableFields[1].jsonPath: Invalid value: ".": is an invalid path: unexpected end of JSON path',
      'spec.selectableFields[3].jsonPath: Invalid value: ".metadata.name": must not point to fields in metadata',
      'spec.selectableFields[4].jsonPath: Invalid value: ".m": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      'spec.selectableFields[5].jsonPath: Required value',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`CustomResourceDefinition: ${what}`, () => {
    assert.deepEqual(problemsOf(CustomResourceDefinition, object), problems);
  });
}

test('CustomResourceDefinition: names are those of what they define, prefixes too', () => {
  const object = created(CustomResourceDefinition, definition({}, { generateName: 'g-', name: 'gadgets.other.com' }));
  const problems = [...validateMetadata(object.metadata, { kind: CustomResourceDefinition, field: new Field('metadata'), object })];
  const rule = 'must be spec.names.plural+"."+spec.group';
  assert.deepEqual(
    problems.map(({ field, message }) => `${field}: ${message}`),
    [`metadata.generateName: Invalid value: "g-": ${rule}`, `metadata.name: Invalid value: "gadgets.other.com": ${rule}`],
  );
});

test('CustomResourceDefinition: schemas in messages look as upstream has them inside', () => {
  const items = { type: 'array', items: [{ type: 'string' }], 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] };
  const [, problem = ''] = problemsOf(CustomResourceDefinition, withProperty(items));
  assert.match(
    problem,
    /^spec\.validation\.openAPIV3Schema\.properties\[a\]\.items: Invalid value: \{"Schema":null,"JSONSchemas":\[\{"ID":"",/,
  );
});

const established = (object: object): object => ({
  ...object,
  status: { conditions: [{ type: 'Established', status: 'True' }], storedVersions: ['v1'] },
});

const webhook = (caBundle: string, versions: readonly string[] = ['v1']): object => ({
  conversion: { strategy: 'Webhook', webhook: { clientConfig: { url: 'https://a', caBundle }, conversionReviewVersions: versions } },
});

const manyFields = (letters: string): object =>
  withSchema(
    { type: 'object', properties: Object.fromEntries(Array.from(letters, (name) => [name, { type: 'string' }])) },
    { selectableFields: Array.from(letters, (name) => ({ jsonPath: `.${name}` })) },
  );

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  [
    'brings certificates that nobody can read',
    established(definition({})),
    definition(webhook('eA==')),
    [
      'spec.conversion.webhookClientConfig.caBundle: Invalid value: "eA==": unable to load root certificates: unable to parse bytes as PEM block',
    ],
  ],
  ['brings them to a kind that is not served yet', definition({}), definition(webhook('eA==')), []],
  [
    'finds them and versions that nobody speaks there',
    established(definition(webhook('eA==', ['v9']))),
    definition(webhook('eB==', ['v8'])),
    [],
  ],
  [
    'changes what the kind is called',
    established(definition({})),
    definition({ group: 'x.k8s.io', scope: 'Cluster', names: { plural: 'bs', kind: 'B' }, versions: [version({ name: 'v2' })] }),
    [
      'spec.scope: Invalid value: "Cluster": field is immutable',
      'spec.names.kind: Invalid value: "B": field is immutable',
      'spec.group: Invalid value: "x.k8s.io": field is immutable',
      'spec.names.plural: Invalid value: "bs": field is immutable',
      'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions',
    ],
  ],
  ['selects by as many fields as before', manyFields('abcdefghi'), manyFields('abcdefghi'), []],
  [
    'selects by too many others',
    manyFields('abcdefghi'),
    manyFields('abcdefghj'),
    ['spec.selectableFields: Too many: 9: must have at most 8 items'],
  ],
  [
    'drops the schema of a version that had none',
    definition({ preserveUnknownFields: true, versions: [version({ schema: undefined })] }),
    definition({ versions: [version({ schema: undefined })] }),
    ['spec.versions[0].schema.openAPIV3Schema: Required value: because otherwise all fields are pruned'],
  ],
  [
    'leaves defaults that have unknown fields',
    withProperty({ type: 'object', properties: { b: { type: 'string' } }, default: { c: 1 } }),
    withProperty({ type: 'object', properties: { b: { type: 'string' } }, default: { d: 1 } }),
    [],
  ],
  [
    'leaves sets that cannot be merged',
    withProperty({ type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'set' }),
    withProperty({ type: 'array', items: { type: 'object', nullable: true }, 'x-kubernetes-list-type': 'set' }),
    ['spec.validation.openAPIV3Schema.properties[a].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set'],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`CustomResourceDefinition: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(CustomResourceDefinition, previous, next), problems);
  });
}
