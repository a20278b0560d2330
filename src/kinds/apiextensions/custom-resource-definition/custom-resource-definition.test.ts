import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { definition, version, withProperty } from '../../testing/gadgets.ts';
import { CustomResourceDefinition } from './index.ts';

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs names, a scope and a version', definition({}), []],
  [
    'has a group with a dot, a scope and names',
    definition({
      group: 'example',
      scope: 'Galaxy',
      names: { plural: 'Gadgets', kind: 'Gad get', listKind: 'Gad get', shortNames: ['A'], categories: ['B'] },
    }),
    [
      'spec.group: Invalid value: "example": should be a domain with at least one dot',
      'spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"',
      "spec.names.plural: Invalid value: \"Gadgets\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      "spec.names.singular: Invalid value: \"gad get\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      "spec.names.kind: Invalid value: \"Gad get\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      "spec.names.listKind: Invalid value: \"Gad get\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      "spec.names.shortNames[0]: Invalid value: \"A\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      'spec.names.listKind: Invalid value: "Gad get": kind and listKind may not be the same',
      "spec.names.categories[0]: Invalid value: \"B\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'stores one version',
    definition({ versions: [version({}), version({ name: 'v2' })] }),
    [
      'spec.versions: Invalid value: [{"Name":"v1","Served":true,"Storage":true,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null},{"Name":"v2","Served":true,"Storage":true,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null}]: must have exactly one version marked as storage version',
      'status.storedVersions: Invalid value: ["v1"]: must have the storage version v2',
    ],
  ],
  [
    'has versions of different names',
    definition({ versions: [version({}), version({ storage: false })] }),
    [
      'spec.versions: Invalid value: [{"Name":"v1","Served":true,"Storage":true,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null},{"Name":"v1","Served":true,"Storage":false,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null}]: must contain unique version names',
    ],
  ],
  [
    'has a schema for each version',
    definition({ versions: [version({ schema: undefined })] }),
    ['spec.versions[0].schema.openAPIV3Schema: Required value'],
  ],
  [
    'keeps the schemas apart where they differ',
    definition({ versions: [version({}), version({ name: 'v2', storage: false, schema: { openAPIV3Schema: { type: 'string' } } })] }),
    ['spec.versions[1].schema.openAPIV3Schema.type: Invalid value: "string": must be object at the root'],
  ],
  [
    'warns of what is deprecated',
    definition({
      versions: [version({ deprecationWarning: 'old' }), version({ name: 'v2', storage: false, deprecated: true, deprecationWarning: '' })],
    }),
    [
      'spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions',
      'spec.versions[1].deprecationWarning: Invalid value: "": must not be an empty string',
    ],
  ],
  [
    'scales what it can find',
    definition({
      versions: [
        version({
          subresources: { scale: { specReplicasPath: 'spec.n', statusReplicasPath: '.spec.n', labelSelectorPath: '.metadata.x' } },
        }),
      ],
    }),
    [
      'spec.subresources.scale.specReplicasPath: Invalid value: "spec.n": must be a simple json path starting with .',
      'spec.subresources.scale.statusReplicasPath: Invalid value: ".spec.n": should be a json path under .status',
      'spec.subresources.scale.labelSelectorPath: Invalid value: ".metadata.x": should be a json path under either .spec or .status',
    ],
  ],
  [
    'shows columns of types there are',
    definition({ versions: [version({ additionalPrinterColumns: [{ name: '', type: 'x', format: 'y', jsonPath: 'z' }] })] }),
    [
      'spec.additionalPrinterColumns[0].name: Required value',
      'spec.additionalPrinterColumns[0].type: Invalid value: "x": must be one of boolean,date,integer,number,string',
      'spec.additionalPrinterColumns[0].format: Invalid value: "y": must be one of byte,date,date-time,double,float,int32,int64,password',
      'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "z": must be a simple json path starting with .',
    ],
  ],
  [
    'selects by fields there are',
    definition({
      versions: [
        version({
          schema: {
            openAPIV3Schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'string' } } } },
          },
          selectableFields: [
            { jsonPath: '.a' },
            { jsonPath: '.a' },
            { jsonPath: '.b' },
            { jsonPath: '.c' },
            { jsonPath: '.metadata.name' },
            { jsonPath: '.b[0]' },
          ],
        }),
      ],
    }),
    [
      'spec.selectableFields[1].jsonPath: Duplicate value: ".a"',
      'spec.selectableFields[2].jsonPath: Invalid value: ".b": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      'spec.selectableFields[3].jsonPath: Invalid value: ".c": is an invalid path: does not refer to a valid field',
      'spec.selectableFields[4].jsonPath: Invalid value: ".metadata.name": is an invalid path: does not refer to a valid field',
      'spec.selectableFields[5].jsonPath: Invalid value: ".b[0]": is an invalid path: array notation is not allowed',
    ],
  ],
  [
    'converts through a webhook that it names',
    definition({ conversion: { strategy: 'Webhook' } }),
    [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions: Required value',
    ],
  ],
  [
    'converts through no webhook that it does not use',
    definition({ conversion: { strategy: 'None', webhook: { clientConfig: { url: 'https://a.b' }, conversionReviewVersions: ['v1'] } } }),
    [
      'spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
      'spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
    ],
  ],
  [
    'needs approval in groups of the project',
    definition({ group: 'example.k8s.io' }, { name: 'gadgets.example.k8s.io' }),
    [
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ],
  ],
  [
    'tells the type of every field',
    withProperty({}),
    ['spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields'],
  ],
  [
    'knows types there are',
    withProperty({ type: 'null' }),
    [
      'spec.validation.openAPIV3Schema.properties[a].type: Unsupported value: "null": supported values: "array", "boolean", "integer", "number", "object", "string"',
      'spec.validation.openAPIV3Schema.properties[a].type: Forbidden: type cannot be set to null, use nullable as an alternative',
    ],
  ],
  [
    'tells what lists hold',
    withProperty({ type: 'array' }),
    ['spec.validation.openAPIV3Schema.properties[a].items: Required value: must be specified'],
  ],
  [
    'has defaults of their type',
    withProperty({ type: 'string', default: 5 }),
    ['spec.validation.openAPIV3Schema.properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"'],
  ],
  [
    'has patterns that can be read',
    withProperty({ type: 'string', pattern: '(' }),
    [
      'spec.validation.openAPIV3Schema.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'only judges values inside anyOf',
    withProperty({ type: 'object', anyOf: [{ type: 'object', description: 'x' }] }),
    [
      'spec.validation.openAPIV3Schema.properties[a].anyOf[0].description: Forbidden: must be empty to be structural',
      'spec.validation.openAPIV3Schema.properties[a].anyOf[0].type: Forbidden: must be empty to be structural',
    ],
  ],
  [
    'specifies what it judges',
    definition({
      versions: [version({ schema: { openAPIV3Schema: { type: 'object', allOf: [{ properties: { b: { minLength: 1 } } }] } } })],
    }),
    [
      'spec.validation.openAPIV3Schema.properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.allOf[0].properties[b]',
    ],
  ],
  [
    'may hold numbers or strings',
    withProperty({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    [],
  ],
  [
    'has properties or additional properties',
    withProperty({ type: 'object', properties: { b: { type: 'string' } }, additionalProperties: { type: 'string' } }),
    [
      'spec.validation.openAPIV3Schema.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive',
    ],
  ],
  [
    'leaves metadata alone',
    definition({
      versions: [
        version({
          schema: {
            openAPIV3Schema: { type: 'object', properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } },
          },
        }),
      ],
    }),
    [
      'spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
    ],
  ],
  [
    'has lists that can be merged',
    withProperty({
      type: 'array',
      items: { type: 'object', properties: { k: { type: 'string' }, o: { type: 'object' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k', 'o', 'gone'],
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].items.properties[o].type: Invalid value: "object": must be a scalar type if parent array\'s x-kubernetes-list-type is map',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-list-map-keys: Invalid value: ["k","o","gone"]: entries must all be names of item properties',
      'spec.validation.openAPIV3Schema.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
      'spec.validation.openAPIV3Schema.properties[a].items.properties[o].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
    ],
  ],
  [
    'has sets of things that are compared as a whole',
    withProperty({ type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'set' }),
    [
      'spec.validation.openAPIV3Schema.properties[a].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set',
    ],
  ],
  [
    'has rules that are written out',
    withProperty({
      type: 'string',
      'x-kubernetes-validations': [{ rule: ' ' }, { rule: 'a\nb' }, { rule: 'true', message: ' ', reason: 'Whim' }],
    }),
    [
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[1].message: Required value: message must be specified if rule contains line breaks',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[2].message: Invalid value: " ": must be non-empty if specified',
      'spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[2].reason: Unsupported value: "Whim": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`CustomResourceDefinition: ${what}`, () => {
    assert.deepEqual(problemsOf(CustomResourceDefinition, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['adds a version is fine', definition({}), definition({ versions: [version({}), version({ name: 'v2', storage: false })] }), []],
  [
    'drops a version that is stored is not',
    definition({}),
    definition({ versions: [version({ name: 'v2' })] }),
    [
      'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions',
    ],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`CustomResourceDefinition: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(CustomResourceDefinition, previous, next), problems);
  });
}
