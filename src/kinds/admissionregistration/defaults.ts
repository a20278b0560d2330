import type { MatchResources, RuleWithOperations, WebhookClientConfig } from './matching.ts';
import type { MutatingWebhook } from './mutating-webhook-configuration.ts';
import type { ValidatingWebhook } from './validating-webhook-configuration.ts';

const defaultTimeoutSeconds = 10;

export function defaultWebhook(webhook: ValidatingWebhook | MutatingWebhook): void {
  webhook.failurePolicy ??= 'Fail';
  defaultSelectors(webhook);
  webhook.timeoutSeconds ??= defaultTimeoutSeconds;
  defaultRules(webhook.rules);
  defaultClientConfig(webhook.clientConfig);
}

export function defaultMatchResources(match: MatchResources): void {
  defaultSelectors(match);
  defaultRules(match.resourceRules);
  defaultRules(match.excludeResourceRules);
}

function defaultSelectors(match: Pick<MatchResources, 'matchPolicy' | 'namespaceSelector' | 'objectSelector'>): void {
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
}

function defaultRules(rules: readonly RuleWithOperations[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}

function defaultClientConfig({ service }: WebhookClientConfig): void {
  if (service) service.port ??= 443;
}
