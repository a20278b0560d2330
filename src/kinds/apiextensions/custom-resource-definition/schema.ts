import {
  defineType,
  always,
  boolean,
  bytes,
  double,
  int32,
  int64,
  json,
  list,
  map,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
  type ObjectSchema,
  type Field,
} from '../../../model/schema.ts';

export const ServiceReference = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference', {
  namespace: required(string(1)),
  name: required(string(2)),
  path: string(3),
  port: int32(4),
});

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const WebhookClientConfig = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig', {
  service: object(1, ServiceReference),
  caBundle: bytes(2),
  url: string(3),
});

export interface WebhookClientConfig extends Infer<typeof WebhookClientConfig> {}

export const WebhookConversion = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion', {
  clientConfig: object(2, WebhookClientConfig),
  conversionReviewVersions: required(list(3, 'string', { listType: 'atomic' })),
});

export interface WebhookConversion extends Infer<typeof WebhookConversion> {}

export const CustomResourceConversion = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion', {
  strategy: required(string(1)),
  webhook: object(2, WebhookConversion),
});

export interface CustomResourceConversion extends Infer<typeof CustomResourceConversion> {}

export const CustomResourceDefinitionNames = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames',
  {
    plural: required(string(1)),
    singular: string(2),
    shortNames: list(3, 'string', { listType: 'atomic' }),
    kind: required(string(4)),
    listKind: string(5),
    categories: list(6, 'string', { listType: 'atomic' }),
  },
);

export interface CustomResourceDefinitionNames extends Infer<typeof CustomResourceDefinitionNames> {}

export const CustomResourceColumnDefinition = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition',
  {
    name: required(string(1)),
    type: required(string(2)),
    format: string(3),
    description: string(4),
    priority: int32(5),
    jsonPath: required(string(6)),
  },
);

export interface CustomResourceColumnDefinition extends Infer<typeof CustomResourceColumnDefinition> {}

export const ExternalDocumentation = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation', {
  description: string(1),
  url: string(2),
});

export interface ExternalDocumentation extends Infer<typeof ExternalDocumentation> {}

export const ValidationRule = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule', {
  rule: required(string(1)),
  message: string(2),
  messageExpression: string(3),
  reason: oneOf(4, ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']),
  fieldPath: string(5),
  optionalOldSelf: boolean(6),
});

export interface ValidationRule extends Infer<typeof ValidationRule> {}

/** OpenAPI v3 schema of a custom resource. Refers to itself, so its static type is written out. */
export interface JSONSchemaProps {
  $ref?: string;
  $schema?: string;
  additionalItems?: JSONSchemaProps | boolean;
  additionalProperties?: JSONSchemaProps | boolean;
  allOf?: JSONSchemaProps[];
  anyOf?: JSONSchemaProps[];
  default?: unknown;
  definitions?: Record<string, JSONSchemaProps>;
  dependencies?: Record<string, JSONSchemaProps | string[]>;
  description?: string;
  enum?: unknown[];
  example?: unknown;
  exclusiveMaximum?: boolean;
  exclusiveMinimum?: boolean;
  externalDocs?: ExternalDocumentation;
  format?: string;
  id?: string;
  items?: JSONSchemaProps | JSONSchemaProps[];
  maxItems?: number;
  maxLength?: number;
  maxProperties?: number;
  maximum?: number;
  minItems?: number;
  minLength?: number;
  minProperties?: number;
  minimum?: number;
  multipleOf?: number;
  not?: JSONSchemaProps;
  nullable?: boolean;
  oneOf?: JSONSchemaProps[];
  pattern?: string;
  patternProperties?: Record<string, JSONSchemaProps>;
  properties?: Record<string, JSONSchemaProps>;
  required?: string[];
  title?: string;
  type?: string;
  uniqueItems?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-map-type'?: string;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-validations'?: ValidationRule[];
}

export const JSONSchemaProps: ObjectSchema<JSONSchemaProps> = {
  type: 'object',
  name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
  // A getter, since the fields refer to the schema itself.
  get fields() {
    return jsonSchemaFields;
  },
};

const jsonSchemaFields: Readonly<Record<string, Field>> = {
  id: string(1),
  $schema: string(2),
  $ref: string(3),
  description: string(4),
  type: string(5),
  format: string(6),
  title: string(7),
  default: json(8),
  maximum: double(9),
  exclusiveMaximum: boolean(10),
  minimum: double(11),
  exclusiveMinimum: boolean(12),
  maxLength: int64(13),
  minLength: int64(14),
  pattern: string(15),
  maxItems: int64(16),
  minItems: int64(17),
  uniqueItems: boolean(18),
  multipleOf: double(19),
  enum: list(20, 'json', { listType: 'atomic' }),
  maxProperties: int64(21),
  minProperties: int64(22),
  required: list(23, 'string', { listType: 'atomic' }),
  items: json(24),
  allOf: list(25, JSONSchemaProps, { listType: 'atomic' }),
  oneOf: list(26, JSONSchemaProps, { listType: 'atomic' }),
  anyOf: list(27, JSONSchemaProps, { listType: 'atomic' }),
  not: object(28, JSONSchemaProps),
  properties: map(29, JSONSchemaProps),
  additionalProperties: json(30),
  patternProperties: map(31, JSONSchemaProps),
  dependencies: map(32, 'json'),
  additionalItems: json(33),
  definitions: map(34, JSONSchemaProps),
  externalDocs: object(35, ExternalDocumentation),
  example: json(36),
  nullable: boolean(37),
  'x-kubernetes-preserve-unknown-fields': boolean(38),
  'x-kubernetes-embedded-resource': boolean(39),
  'x-kubernetes-int-or-string': boolean(40),
  'x-kubernetes-list-map-keys': list(41, 'string', { listType: 'atomic' }),
  'x-kubernetes-list-type': string(42),
  'x-kubernetes-map-type': string(43),
  'x-kubernetes-validations': list(44, ValidationRule, {
    listType: 'map',
    listMapKeys: ['rule'],
    patchStrategy: 'merge',
    patchMergeKey: 'rule',
  }),
};

export const CustomResourceValidation = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation', {
  openAPIV3Schema: object(1, JSONSchemaProps),
});

export interface CustomResourceValidation extends Infer<typeof CustomResourceValidation> {}

export const SelectableField = defineType('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField', {
  jsonPath: required(string(1)),
});

export interface SelectableField extends Infer<typeof SelectableField> {}

export const CustomResourceSubresourceScale = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale',
  {
    specReplicasPath: required(string(1)),
    statusReplicasPath: required(string(2)),
    labelSelectorPath: string(3),
  },
);

export interface CustomResourceSubresourceScale extends Infer<typeof CustomResourceSubresourceScale> {}

export const CustomResourceSubresources = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources',
  {
    status: json(1),
    scale: object(2, CustomResourceSubresourceScale),
  },
);

export interface CustomResourceSubresources extends Infer<typeof CustomResourceSubresources> {}

export const CustomResourceDefinitionVersion = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion',
  {
    name: required(string(1)),
    served: required(boolean(2)),
    storage: required(boolean(3)),
    schema: object(4, CustomResourceValidation),
    subresources: object(5, CustomResourceSubresources),
    additionalPrinterColumns: list(6, CustomResourceColumnDefinition, { listType: 'atomic' }),
    deprecated: boolean(7),
    deprecationWarning: string(8),
    selectableFields: list(9, SelectableField, { listType: 'atomic' }),
  },
);

export interface CustomResourceDefinitionVersion extends Infer<typeof CustomResourceDefinitionVersion> {}

export const CustomResourceDefinitionSpec = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec',
  {
    group: required(string(1)),
    names: required(object(3, CustomResourceDefinitionNames)),
    scope: required(string(4)),
    versions: required(list(7, CustomResourceDefinitionVersion, { listType: 'atomic' })),
    conversion: object(9, CustomResourceConversion),
    preserveUnknownFields: boolean(10),
  },
);

export interface CustomResourceDefinitionSpec extends Infer<typeof CustomResourceDefinitionSpec> {}

export const CustomResourceDefinitionCondition = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition',
  {
    type: required(string(1)),
    status: required(string(2)),
    lastTransitionTime: always(time(3)),
    reason: string(4),
    message: string(5),
    observedGeneration: int64(6),
  },
);

export interface CustomResourceDefinitionCondition extends Infer<typeof CustomResourceDefinitionCondition> {}

export const CustomResourceDefinitionStatus = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus',
  {
    conditions: always(list(1, CustomResourceDefinitionCondition, { listType: 'map', listMapKeys: ['type'] })),
    acceptedNames: always(object(2, CustomResourceDefinitionNames)),
    storedVersions: always(list(3, 'string', { listType: 'atomic' })),
    observedGeneration: int64(4),
  },
);

export interface CustomResourceDefinitionStatus extends Infer<typeof CustomResourceDefinitionStatus> {}
