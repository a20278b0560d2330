import { LocalSubjectAccessReview } from '../../kinds/authorization/local-subject-access-review.ts';
import { SelfSubjectAccessReview } from '../../kinds/authorization/self-subject-access-review.ts';
import { SubjectAccessReview } from '../../kinds/authorization/subject-access-review.ts';
import { badRequest, invalid } from '../../model/errors.ts';
import { Field, type FieldError } from '../../model/field.ts';
import type { ApiResponse, User } from '../../model/request.ts';
import { resourceAttributes, type Attributes } from '../authorization/attributes.ts';
import { decide } from '../authorization/decision.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { answered, question } from './answer.ts';

/** What all three kinds of the question have in common. */
interface Spec {
  readonly resourceAttributes?: {
    readonly namespace?: string;
    readonly verb?: string;
    readonly group?: string;
    readonly version?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly name?: string;
  };
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

interface SubjectSpec extends Spec {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** May I? */
export async function selfAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, SelfSubjectAccessReview);
  refuse('SelfSubjectAccessReview', [...targetProblems(review.spec)]);
  return answered({ ...review, status: await verdict(call.user, review.spec, server) });
}

/** May somebody else? */
export async function subjectAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, SubjectAccessReview);
  refuse('SubjectAccessReview', [...targetProblems(review.spec), ...subjectProblems(review.spec)]);
  return answered({ ...review, status: await verdict(userOf(review.spec), review.spec, server) });
}

/** May somebody else, in this namespace? */
export async function localAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, LocalSubjectAccessReview);
  const problems = [...targetProblems(review.spec), ...subjectProblems(review.spec)];
  if (review.spec.nonResourceAttributes)
    problems.push(new Field('spec.nonResourceAttributes').forbidden('disallowed on this kind of request'));
  refuse('LocalSubjectAccessReview', problems);
  const wanted = review.spec.resourceAttributes?.namespace;
  if (wanted !== call.info.namespace) throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${call.info.namespace}`);
  return answered({ ...review, status: await verdict(userOf(review.spec), review.spec, server) });
}

async function verdict(user: User, spec: Spec, { policy }: ApiServer): Promise<object> {
  const { type, reason } = await decide(attributes(user, spec), policy.authorizers);
  return { allowed: type === 'allow', ...(reason && { reason }), ...(type === 'deny' && { denied: true }) };
}

function attributes(user: User, { resourceAttributes: resource, nonResourceAttributes: path }: Spec): Attributes {
  if (!resource) return { isResource: false, user, verb: path?.verb ?? '', path: path?.path ?? '' };
  const { verb = '', resource: plural = '', ...rest } = resource;
  return resourceAttributes(user, { ...rest, verb, resource: plural });
}

const userOf = ({ user = '', groups = [], uid, extra }: SubjectSpec): User => ({
  name: user,
  groups,
  ...(uid && { uid }),
  ...(extra && { extra }),
});

function* targetProblems({ resourceAttributes: resource, nonResourceAttributes: path }: Spec): Iterable<FieldError> {
  const field = new Field('spec.resourceAttributes');
  if (resource && path)
    yield new Field('spec.nonResourceAttributes').invalid(path, 'cannot be specified in combination with resourceAttributes');
  if (!resource && !path) yield field.invalid(null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified');
}

function* subjectProblems({ user, groups = [] }: SubjectSpec): Iterable<FieldError> {
  if (!user && groups.length === 0) yield new Field('spec.user').invalid('', 'at least one of user or group must be specified');
}

function refuse(kind: string, problems: readonly FieldError[]): void {
  if (problems.length > 0) throw invalid({ group: 'authorization.k8s.io', kind, name: '' }, problems);
}
