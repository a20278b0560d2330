import { defaultWebhook } from './defaults.ts';
import { validateWebhooks } from './webhook-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { defineType, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { MatchCondition, RuleWithOperations, WebhookClientConfig } from './matching.ts';
import { reservedNameWarnings } from './reserved-names.ts';

export const ValidatingWebhook = defineType(
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook',
  'One webhook that may refuse requests.',
  {
    name: required(string(1, 'Name of the webhook, in full, such as rules.example.com.')),
    clientConfig: required(object(2, WebhookClientConfig, 'How the webhook is called.')),
    rules: list(3, RuleWithOperations, 'Requests that it is called for; one must match.', { listType: 'atomic' }),
    failurePolicy: oneOf(
      4,
      ['Fail', 'Ignore'],
      'What becomes of a request if the webhook cannot be reached: Fail (the default) refuses it, Ignore lets it pass.',
    ),
    matchPolicy: oneOf(
      9,
      ['Equivalent', 'Exact'],
      'Equivalent (the default) also calls for requests in other versions of the API, Exact only for those listed.',
    ),
    namespaceSelector: object(5, LabelSelector, 'Labels of the namespaces that objects are in; all unless given.'),
    objectSelector: object(10, LabelSelector, 'Labels of the objects, old or new; all unless given. Whoever sets labels can get past it.'),
    sideEffects: required(
      oneOf(
        6,
        ['None', 'NoneOnDryRun', 'Some', 'Unknown'],
        'Whether calls change anything: None, or NoneOnDryRun. Dry runs are refused for others.',
      ),
    ),
    timeoutSeconds: int32(7, 'Seconds to wait for the webhook, 1 to 30: 10 unless given.'),
    admissionReviewVersions: required(
      list(8, 'string', 'Versions of AdmissionReview that the webhook understands, preferred first.', { listType: 'atomic' }),
    ),
    matchConditions: list(11, MatchCondition, 'Conditions that requests must meet, too, for the webhook to be called; all of them.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
  },
);

export interface ValidatingWebhook extends Infer<typeof ValidatingWebhook> {}

export interface ValidatingWebhookConfiguration extends KubeObject {
  webhooks?: ValidatingWebhook[];
}

export const ValidatingWebhookConfiguration: Kind<ValidatingWebhookConfiguration> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  categories: ['api-extensions'],
  scope: 'Cluster',
  schema: 'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
  description: 'Webhooks that are asked about requests and may refuse them, after all changes have been made.',
  fields: {
    webhooks: list(2, ValidatingWebhook, 'The webhooks, called all at once.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
  },

  countsGenerations: true,
  needsVersionToUpdate: true,
  defaults({ webhooks }) {
    for (const webhook of webhooks ?? []) defaultWebhook(webhook);
  },
  takesAnyFinalizers: true,
  warnings: reservedNameWarnings,
  ruleOrder: { update: ['metadata', 'object'] },
  validate: ({ webhooks }, field) => validateWebhooks(webhooks, field.at('webhooks')),
  columns: [
    { name: 'Webhooks', type: 'integer', description: 'How many webhooks it has.', value: ({ webhooks }) => webhooks?.length ?? 0 },
  ],
});
