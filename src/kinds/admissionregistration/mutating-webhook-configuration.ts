import { defaultWebhook } from './defaults.ts';
import { validateWebhooks } from './webhook-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { defineType, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { MatchCondition, RuleWithOperations, WebhookClientConfig } from './matching.ts';

export const MutatingWebhook = defineType('io.k8s.api.admissionregistration.v1.MutatingWebhook', {
  name: required(string(1)),
  clientConfig: required(object(2, WebhookClientConfig)),
  rules: list(3, RuleWithOperations, { listType: 'atomic' }),
  failurePolicy: oneOf(4, ['Fail', 'Ignore']),
  namespaceSelector: object(5, LabelSelector),
  sideEffects: required(oneOf(6, ['None', 'NoneOnDryRun', 'Some', 'Unknown'])),
  timeoutSeconds: int32(7),
  admissionReviewVersions: required(list(8, 'string', { listType: 'atomic' })),
  matchPolicy: oneOf(9, ['Equivalent', 'Exact']),
  reinvocationPolicy: oneOf(10, ['IfNeeded', 'Never']),
  objectSelector: object(11, LabelSelector),
  matchConditions: list(12, MatchCondition, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
});

export interface MutatingWebhook extends Infer<typeof MutatingWebhook> {}

export interface MutatingWebhookConfiguration extends KubeObject {
  webhooks?: MutatingWebhook[];
}

export const MutatingWebhookConfiguration: Kind<MutatingWebhookConfiguration> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  categories: ['api-extensions'],
  scope: 'Cluster',
  schema: 'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
  fields: {
    webhooks: list(2, MutatingWebhook, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  },

  countsGenerations: true,
  needsVersionToUpdate: true,
  defaults({ webhooks }) {
    for (const webhook of webhooks ?? []) {
      defaultWebhook(webhook);
      webhook.reinvocationPolicy ??= 'Never';
    }
  },
  validate: ({ webhooks }, field) => validateWebhooks(webhooks, field.at('webhooks')),
  columns: [
    { name: 'Webhooks', type: 'integer', description: 'How many webhooks it has.', value: ({ webhooks }) => webhooks?.length ?? 0 },
  ],
});
