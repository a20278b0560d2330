import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkDns1035Label } from '../../../model/names.ts';
import { allInvalid, validateChoice } from '../../field-checks.ts';
import { validateWebhookClient } from '../../webhook-client-validation.ts';
import { caBundleProblem } from './ca-bundle.ts';
import type { CustomResourceConversion } from './schema.ts';
import type { Strictness } from './strictness.ts';

/** Versions of the conversion reviews that this server speaks. */
const reviewVersions: readonly string[] = ['v1', 'v1beta1'];

/** Whether the server and the webhook speak some version in common, as far as anything is said of it. */
export const takesReviewVersions = (versions: readonly string[] | undefined): boolean =>
  !versions?.length || versions.some((version) => reviewVersions.includes(version));

export function* validateConversion(
  { strategy, webhook }: Readonly<CustomResourceConversion>,
  field: Field,
  strictness: Pick<Strictness, 'caBundle' | 'reviewVersions'>,
): FieldErrors {
  yield* validateChoice(strategy, ['None', 'Webhook'], field.at('strategy'));
  const client = field.at('webhookClientConfig');
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy === 'Webhook') {
    if (webhook?.clientConfig) {
      yield* validateWebhookClient(webhook.clientConfig, client);
      const { caBundle } = webhook.clientConfig;
      const problem = caBundle && strictness.caBundle ? caBundleProblem(caBundle) : undefined;
      if (problem !== undefined) yield client.at('caBundle').invalid(caBundle, problem);
    } else yield client.required('required when strategy is set to Webhook');
    yield* validateReviewVersions(versions, field.at('conversionReviewVersions'), strictness);
    return;
  }
  const unless = 'should not be set when strategy is not set to Webhook';
  if (webhook?.clientConfig) yield client.forbidden(unless);
  if (versions.length > 0) yield field.at('conversionReviewVersions').forbidden(unless);
}

function* validateReviewVersions(
  versions: readonly string[],
  field: Field,
  { reviewVersions: mustBeKnown }: Pick<Strictness, 'reviewVersions'>,
): FieldErrors {
  if (versions.length === 0) {
    yield field.required();
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) yield field.at(index).invalid(version, 'duplicate version');
    else yield* allInvalid(version, checkDns1035Label(version), field.at(index));
  }
  if (mustBeKnown && !takesReviewVersions(versions)) {
    yield field.invalid(versions, `must include at least one of ${reviewVersions.join(', ')}`);
  }
}
