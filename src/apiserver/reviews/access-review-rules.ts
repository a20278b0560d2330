import { goForm } from '../../kinds/go-form.ts';
import { NonResourceAttributes, type SubjectAccessReviewSpec } from '../../kinds/authorization/local-subject-access-review.ts';
import { invalid } from '../../model/errors.ts';
import { Field, type FieldErrors } from '../../model/field.ts';
import type { KubeObject } from '../../model/kind.ts';
import { validateLabelSelectorRequirement } from '../../model/label-validation.ts';
import type { ObjectMeta } from '../../model/meta.ts';

type Attributes = NonNullable<SubjectAccessReviewSpec['resourceAttributes']>;
type Target = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

/** Throws with every problem of a review. Upstream does not name its kind. */
export function refuseReview(problems: FieldErrors): void {
  const all = [...problems];
  if (all.length > 0) throw invalid({ group: 'authorization.k8s.io', kind: '', name: '' }, all);
}

const spec = new Field('spec');

/** What is asked about: a resource or a path. */
export function* validateTarget({ resourceAttributes, nonResourceAttributes }: Target): FieldErrors {
  if (resourceAttributes && nonResourceAttributes) {
    const shown = goForm(NonResourceAttributes, nonResourceAttributes);
    yield spec.at('nonResourceAttributes').invalid(shown, 'cannot be specified in combination with resourceAttributes');
  }
  if (!resourceAttributes && !nonResourceAttributes) {
    const problem = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    yield spec.at('resourceAttributes').invalid(null, problem);
  }
}

export function* validateSubject({ user, groups = [] }: SubjectAccessReviewSpec): FieldErrors {
  if (!user && groups.length === 0) yield spec.at('user').invalid('', 'at least one of user or group must be specified');
}

/** The selectors of a list or watch that is asked about. */
export function* validateSelectors({ resourceAttributes }: Target): FieldErrors {
  const field = spec.at('resourceAttributes');
  const { fieldSelector, labelSelector } = resourceAttributes ?? {};
  yield* validateSelector(fieldSelector, field.at('fieldSelector'), validateFieldRequirement);
  // Other servers may know operators that this one does not.
  yield* validateSelector(labelSelector, field.at('labelSelector'), (requirement, at) =>
    validateLabelSelectorRequirement(requirement, at, { allowUnknownOperators: true }),
  );
}

type Selector = NonNullable<Attributes['fieldSelector'] | Attributes['labelSelector']>;
type Requirement = NonNullable<Selector['requirements']>[number];

function* validateSelector(
  selector: Selector | undefined,
  field: Field,
  validateRequirement: (requirement: Requirement, field: Field) => FieldErrors,
): FieldErrors {
  if (!selector) return;
  const { rawSelector, requirements = [] } = selector;
  if (rawSelector && requirements.length > 0)
    yield field.at('rawSelector').invalid(rawSelector, 'may not specified at the same time as requirements');
  if (!rawSelector && requirements.length === 0) {
    yield field.at('requirements').required(`when ${field.path} is specified, requirements or rawSelector is required`);
  }
  for (const [index, requirement] of requirements.entries()) yield* validateRequirement(requirement, field.at('requirements', index));
}

function* validateFieldRequirement({ key, operator, values = [] }: Requirement, field: Field): FieldErrors {
  if (!key) yield field.at('key').required('must be specified');
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    yield field.at('values').required("must be specified when `operator` is 'In' or 'NotIn'");
  } else if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    yield field.at('values').forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  }
}

/** Reviews are not kept, so that there is nothing to say about them. */
export function* validateReviewMetadata({ metadata }: KubeObject, { allowNamespace = false } = {}): FieldErrors {
  const { managedFields: _managedFields, namespace, ...rest }: ObjectMeta = metadata;
  if (Object.keys(rest).length === 0 && (allowNamespace || !namespace)) return;
  yield new Field('metadata').invalid(metadata, allowNamespace ? 'must be empty except for namespace' : 'must be empty');
}

export function* validateLocal({
  metadata,
  spec: { resourceAttributes, nonResourceAttributes },
}: KubeObject & { spec: Target }): FieldErrors {
  const namespace = resourceAttributes?.namespace ?? '';
  if (resourceAttributes && namespace !== metadata.namespace) {
    yield spec.at('resourceAttributes', 'namespace').invalid(namespace, 'must match metadata.namespace');
  }
  if (nonResourceAttributes) {
    const shown = goForm(NonResourceAttributes, nonResourceAttributes);
    yield spec.at('nonResourceAttributes').invalid(shown, 'disallowed on this kind of request');
  }
}
