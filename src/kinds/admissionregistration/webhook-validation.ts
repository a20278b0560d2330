import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelSelector } from '../../model/label-validation.ts';
import { checkDns1035Label } from '../../model/names.ts';
import { validateFullyQualifiedName } from '../../model/qualified-names.ts';
import { allInvalid, validateOneOf } from '../field-checks.ts';
import { validateWebhookClient } from '../webhook-client-validation.ts';
import { validateMatchConditions } from './expression-validation.ts';
import type { MutatingWebhook } from './mutating-webhook-configuration.ts';
import { validateRule } from './rule-validation.ts';
import type { ValidatingWebhook } from './validating-webhook-configuration.ts';

/** Dry runs would have effects with any other. */
const sideEffectClasses: readonly string[] = ['None', 'NoneOnDryRun'];
/** Versions of the reviews that this server speaks. */
const reviewVersions: readonly string[] = ['v1', 'v1beta1'];

type Webhook = Readonly<ValidatingWebhook | MutatingWebhook>;

export function* validateWebhooks(webhooks: readonly Webhook[] | undefined, field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, webhook] of webhooks?.entries() ?? []) {
    const at = field.at(index);
    yield* validateWebhook(webhook, at);
    yield* validateReviewVersions(webhook.admissionReviewVersions, at.at('admissionReviewVersions'));
    if (webhook.name && names.has(webhook.name)) yield at.at('name').duplicate(webhook.name);
    names.add(webhook.name);
  }
}

function* validateWebhook(webhook: Webhook, field: Field): FieldErrors {
  const { name, rules = [], failurePolicy, matchPolicy, sideEffects, timeoutSeconds, namespaceSelector, objectSelector } = webhook;
  yield* validateFullyQualifiedName(name, field.at('name'));
  for (const [index, rule] of rules.entries()) yield* validateRule(rule, field.at('rules', index));
  yield* validateOneOf(failurePolicy, ['Fail', 'Ignore'], field.at('failurePolicy'));
  yield* validateOneOf(matchPolicy, ['Equivalent', 'Exact'], field.at('matchPolicy'));
  if (!sideEffects) yield field.at('sideEffects').required(`must specify one of ${sideEffectClasses.join(', ')}`);
  else yield* validateOneOf(sideEffects, sideEffectClasses, field.at('sideEffects'));
  if (timeoutSeconds !== undefined && (timeoutSeconds > 30 || timeoutSeconds < 1)) {
    yield field.at('timeoutSeconds').invalid(timeoutSeconds, 'the timeout value must be between 1 and 30 seconds');
  }
  if (namespaceSelector) yield* validateLabelSelector(namespaceSelector, field.at('namespaceSelector'));
  if (objectSelector) yield* validateLabelSelector(objectSelector, field.at('objectSelector'));
  if ('reinvocationPolicy' in webhook) {
    yield* validateOneOf(webhook.reinvocationPolicy, ['IfNeeded', 'Never'], field.at('reinvocationPolicy'));
  }
  yield* validateWebhookClient(webhook.clientConfig, field.at('clientConfig'));
  yield* validateMatchConditions(webhook.matchConditions ?? [], field.at('matchConditions'));
}

function* validateReviewVersions(versions: readonly string[] | null, field: Field): FieldErrors {
  const known = reviewVersions.join(', ');
  if (!versions?.length) {
    yield field.required(`must specify one of ${known}`);
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) yield field.at(index).invalid(version, 'duplicate version');
    else yield* allInvalid(version, checkDns1035Label(version), field.at(index));
  }
  if (!versions.some((version) => reviewVersions.includes(version))) yield field.invalid(versions, `must include at least one of ${known}`);
}
