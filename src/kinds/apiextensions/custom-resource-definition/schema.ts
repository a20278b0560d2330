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

export const ServiceReference = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference',
  'A service by its namespace and name.',
  {
    namespace: required(string(1, 'Namespace of the service.')),
    name: required(string(2, 'Name of the service.')),
    path: string(3, 'Path of the webhook: / unless given.'),
    port: int32(4, 'Port of the service: 443 unless given.'),
  },
);

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const WebhookClientConfig = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig',
  'Where a webhook is. Either service or url.',
  {
    url: string(3, 'URL of the webhook, https, for one outside the cluster.'),
    service: object(1, ServiceReference, 'Service that serves the webhook.'),
    caBundle: bytes(2, "Certificates in PEM that the webhook's own must be signed by; the system's unless given."),
  },
);

export interface WebhookClientConfig extends Infer<typeof WebhookClientConfig> {}

export const WebhookConversion = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion',
  'How objects are converted by a webhook.',
  {
    clientConfig: object(2, WebhookClientConfig, 'How the webhook is called.'),
    conversionReviewVersions: required(
      list(3, 'string', 'Versions of ConversionReview that the webhook understands, preferred first.', { listType: 'atomic' }),
    ),
  },
);

export interface WebhookConversion extends Infer<typeof WebhookConversion> {}

export const CustomResourceConversion = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion',
  'Whether versions differ by more than their name.',
  {
    strategy: required(string(1, 'None only changes apiVersion, Webhook asks a webhook.')),
    webhook: object(2, WebhookConversion, 'How the webhook is called; only and always with strategy Webhook.'),
  },
);

export interface CustomResourceConversion extends Infer<typeof CustomResourceConversion> {}

export const CustomResourceDefinitionNames = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames',
  'Names of a kind, in URLs, manifests and kubectl.',
  {
    plural: required(string(1, 'Name in URLs, in lower case, such as crontabs. The definition itself is called plural.group.')),
    singular: string(2, "Name of one in lower case; the kind's name unless given."),
    shortNames: list(3, 'string', 'Short names for kubectl, such as ct.', { listType: 'atomic' }),
    kind: required(string(4, 'Name of the kind in CamelCase, such as CronTab.')),
    listKind: string(5, "Name of the kind of lists; the kind's with List at the end unless given."),
    categories: list(6, 'string', 'Groups of kinds that kubectl get shows it in, such as all.', { listType: 'atomic' }),
  },
);

export interface CustomResourceDefinitionNames extends Infer<typeof CustomResourceDefinitionNames> {}

export const CustomResourceColumnDefinition = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition',
  'A column that kubectl get shows.',
  {
    name: required(string(1, 'Heading of the column.')),
    type: required(string(2, 'What is in it: string, integer, number, boolean or date.')),
    format: string(3, "Form of the value, such as name for the column that is the object's name."),
    description: string(4, 'What the column tells.'),
    priority: int32(5, '0 always shows the column; more only with -o wide.'),
    jsonPath: required(string(6, 'Where the value is in the object, such as .spec.replicas.')),
  },
);

export interface CustomResourceColumnDefinition extends Infer<typeof CustomResourceColumnDefinition> {}

export const ExternalDocumentation = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation',
  'A text outside the schema.',
  {
    description: string(1, 'What is found there.'),
    url: string(2, 'Address of the text.'),
  },
);

export interface ExternalDocumentation extends Infer<typeof ExternalDocumentation> {}

export const ValidationRule = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule',
  'A rule that a value must keep.',
  {
    rule: required(string(1, 'CEL expression over self, and oldSelf for changes, that must give true.')),
    message: string(2, 'What is said when the rule is broken. Needed if the rule has line breaks.'),
    messageExpression: string(3, 'CEL expression for what is said; wins over message.'),
    reason: oneOf(
      4,
      ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'],
      'Reason of the refusal: FieldValueInvalid unless given.',
    ),
    fieldPath: string(5, 'Field inside the value that is to blame, such as .spec.replicas; the value itself unless given.'),
    optionalOldSelf: boolean(6, 'Whether a rule with oldSelf also holds for new values; oldSelf is an optional then.'),
  },
);

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
  dependencies?: Record<string, JSONSchemaProps | string[] | null>;
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
  description: 'What a value must look like, in OpenAPI v3.',
  // A getter, since the fields refer to the schema itself.
  get fields() {
    return jsonSchemaFields;
  },
};

const jsonSchemaFields: Readonly<Record<string, Field>> = {
  id: string(1, 'Not allowed in structural schemas.'),
  $schema: string(2, 'Not allowed in structural schemas.'),
  $ref: string(3, 'Not allowed: schemas must be written out.'),
  description: string(4, 'What the value means. kubectl explain shows it.'),
  type: string(5, 'What the value is: object, array, string, integer, number or boolean.'),
  format: string(6, 'Form of the value, such as date-time, int32 or byte. Unknown ones are ignored.'),
  title: string(7, 'Short name of the value.'),
  default: json(8, 'What an absent value means. Filled in on writing and on reading.'),
  maximum: double(9, 'The largest number.'),
  exclusiveMaximum: boolean(10, 'Whether the largest number itself is too large.'),
  minimum: double(11, 'The smallest number.'),
  exclusiveMinimum: boolean(12, 'Whether the smallest number itself is too small.'),
  maxLength: int64(13, 'The most characters. It also bounds what rules may cost.'),
  minLength: int64(14, 'The least characters.'),
  pattern: string(15, 'Regular expression that must be found in the text; ^ and $ make it match as a whole.'),
  maxItems: int64(16, 'The most items. It also bounds what rules may cost.'),
  minItems: int64(17, 'The least items.'),
  uniqueItems: boolean(18, 'Whether no item may come twice. True is not allowed: use x-kubernetes-list-type set.'),
  multipleOf: double(19, 'A number that the value must be a multiple of.'),
  enum: list(20, 'json', 'The only values allowed.', { listType: 'atomic' }),
  maxProperties: int64(21, 'The most keys.'),
  minProperties: int64(22, 'The least keys.'),
  required: list(23, 'string', 'Fields that must be there.', { listType: 'atomic' }),
  items: json(24, 'What each item of a list must look like.'),
  allOf: list(25, JSONSchemaProps, 'Schemas that the value must match all of.', { listType: 'atomic' }),
  oneOf: list(26, JSONSchemaProps, 'Schemas that the value must match exactly one of.', { listType: 'atomic' }),
  anyOf: list(27, JSONSchemaProps, 'Schemas that the value must match at least one of.', { listType: 'atomic' }),
  not: object(28, JSONSchemaProps, 'A schema that the value must not match.'),
  properties: map(29, JSONSchemaProps, 'What each field must look like. Fields not listed are dropped.'),
  additionalProperties: json(30, 'What the values of a map must look like, with any keys. Not together with properties.'),
  patternProperties: map(31, JSONSchemaProps, 'Not allowed in structural schemas.'),
  dependencies: map(32, 'json', 'Not allowed in structural schemas.'),
  additionalItems: json(33, 'Not allowed in structural schemas.'),
  definitions: map(34, JSONSchemaProps, 'Not allowed in structural schemas.'),
  externalDocs: object(35, ExternalDocumentation, 'Where more is written.'),
  example: json(36, 'An example of the value. It is not checked.'),
  nullable: boolean(37, 'Whether null is allowed. Otherwise it is dropped, or replaced by the default.'),
  'x-kubernetes-preserve-unknown-fields': boolean(38, 'True keeps fields that are not listed instead of dropping them.'),
  'x-kubernetes-embedded-resource': boolean(
    39,
    'Whether the value is a whole object, with apiVersion, kind and metadata, which are checked.',
  ),
  'x-kubernetes-int-or-string': boolean(40, 'Whether the value is a whole number or a text. Leave out type then.'),
  'x-kubernetes-list-map-keys': list(41, 'string', 'Fields that tell the items of a list of type map apart.', { listType: 'atomic' }),
  'x-kubernetes-list-type': string(
    42,
    'How lists are merged: atomic (the default) replaces them, set has no value twice, map has items by key.',
  ),
  'x-kubernetes-map-type': string(43, 'How objects are merged: granular (the default) field by field, atomic as a whole.'),
  'x-kubernetes-validations': list(44, ValidationRule, 'Rules that the value must keep, in CEL.', {
    listType: 'map',
    listMapKeys: ['rule'],
    patchStrategy: 'merge',
    patchMergeKey: 'rule',
  }),
};

export const CustomResourceValidation = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation',
  'What objects of a version must look like.',
  {
    openAPIV3Schema: object(1, JSONSchemaProps, 'The schema that objects must match.'),
  },
);

export interface CustomResourceValidation extends Infer<typeof CustomResourceValidation> {}

export const SelectableField = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField',
  'A field that objects can be chosen by.',
  {
    jsonPath: required(string(1, 'Where the field is, such as .spec.color. Text, whole numbers and booleans only.')),
  },
);

export interface SelectableField extends Infer<typeof SelectableField> {}

export const CustomResourceSubresourceScale = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale',
  'Where the scale subresource reads and writes.',
  {
    specReplicasPath: required(string(1, 'Where the number of pods that are wanted is, such as .spec.replicas.')),
    statusReplicasPath: required(string(2, 'Where the number of pods that there are is, such as .status.replicas.')),
    labelSelectorPath: string(3, 'Where the labels of the pods are as text, such as .status.selector. Autoscalers need it.'),
  },
);

export interface CustomResourceSubresourceScale extends Infer<typeof CustomResourceSubresourceScale> {}

export const CustomResourceSubresourceStatus = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus',
  'That objects have a status of its own. There is nothing to say about it.',
  {},
);

export interface CustomResourceSubresourceStatus extends Infer<typeof CustomResourceSubresourceStatus> {}

export const CustomResourceSubresources = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources',
  'Parts of objects that are written on their own.',
  {
    status: object(
      1,
      CustomResourceSubresourceStatus,
      'Set to {} to have one: the status is then written through it only, and the rest not.',
    ),
    scale: object(2, CustomResourceSubresourceScale, 'Lets kubectl scale and autoscalers resize objects.'),
  },
);

export interface CustomResourceSubresources extends Infer<typeof CustomResourceSubresources> {}

export const CustomResourceDefinitionVersion = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion',
  'One version of a kind.',
  {
    name: required(string(1, 'Name of the version, such as v1beta1.')),
    served: required(boolean(2, 'Whether the version can be used.')),
    storage: required(boolean(3, 'Whether objects are stored in this version. Exactly one must be.')),
    deprecated: boolean(7, 'Whether clients are warned that the version is deprecated. False unless given.'),
    deprecationWarning: string(8, 'What the warning says; a usual sentence unless given.'),
    schema: object(4, CustomResourceValidation, 'What objects must look like.'),
    subresources: object(5, CustomResourceSubresources, 'Subresources that objects have: none unless given.'),
    additionalPrinterColumns: list(
      6,
      CustomResourceColumnDefinition,
      'Columns that kubectl get shows after the name: the age unless given.',
      { listType: 'atomic' },
    ),
    selectableFields: list(9, SelectableField, 'Fields that objects can be chosen by, besides name and namespace. At most 8.', {
      listType: 'atomic',
    }),
  },
);

export interface CustomResourceDefinitionVersion extends Infer<typeof CustomResourceDefinitionVersion> {}

export const CustomResourceDefinitionSpec = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec',
  'The state that is wanted.',
  {
    group: required(string(1, 'Group of the API, such as stable.example.com. It cannot be changed.')),
    names: required(object(3, CustomResourceDefinitionNames, 'What the kind is called.')),
    scope: required(string(4, 'Namespaced or Cluster. It cannot be changed.')),
    versions: required(list(7, CustomResourceDefinitionVersion, 'Versions of the kind.', { listType: 'atomic' })),
    conversion: object(
      9,
      CustomResourceConversion,
      'How objects get from one version to another; only apiVersion is changed unless given.',
    ),
    preserveUnknownFields: boolean(10, 'Must be false: from a time when unknown fields were kept.'),
  },
);

export interface CustomResourceDefinitionSpec extends Infer<typeof CustomResourceDefinitionSpec> {}

export const CustomResourceDefinitionCondition = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition',
  "One aspect of a definition's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect: Established, NamesAccepted, NonStructuralSchema or Terminating.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
    observedGeneration: int64(6, 'Generation of the definition that this was found for.'),
  },
);

export interface CustomResourceDefinitionCondition extends Infer<typeof CustomResourceDefinitionCondition> {}

export const CustomResourceDefinitionStatus = defineType(
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus',
  'The state that was found last.',
  {
    conditions: always(
      list(1, CustomResourceDefinitionCondition, 'Aspects such as Established, which says that the kind is served.', {
        listType: 'map',
        listMapKeys: ['type'],
      }),
    ),
    acceptedNames: always(
      object(2, CustomResourceDefinitionNames, 'Names that are in use. They differ from those wanted if others had them first.'),
    ),
    storedVersions: always(
      list(
        3,
        'string',
        'Versions that objects have ever been stored in. One may only be removed from the spec when it is not among them.',
        { listType: 'atomic' },
      ),
    ),
    observedGeneration: int64(4, 'Generation of the spec that the status is about.'),
  },
);

export interface CustomResourceDefinitionStatus extends Infer<typeof CustomResourceDefinitionStatus> {}
