import type { ApiRequest, User } from '../../model/request.ts';
import type { RequestInfo } from '../request-info.ts';
import { equalityRequirements, type EqualityRequirement } from './field-requirements.ts';

/** What somebody wants to do, as authorizers see it. */
export type Attributes = ResourceAttributes | PathAttributes;

export interface ResourceAttributes {
  readonly isResource: true;
  readonly user: User;
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string;
  readonly name: string;
  /** The requirements that a list or watch restricts itself to, as far as they name one value. */
  readonly fieldRequirements?: readonly EqualityRequirement[];
}

/** Of paths that are no resource, such as `/metrics`. */
export interface PathAttributes {
  readonly isResource: false;
  readonly user: User;
  readonly verb: string;
  readonly path: string;
}

const selectingVerbs = new Set(['list', 'watch', 'deletecollection']);

export function attributesOf(user: User, info: RequestInfo, { query }: Pick<ApiRequest, 'query'>): Attributes {
  if (!info.isResource) return { isResource: false, user, verb: info.verb, path: info.path };
  const { verb, group, version, resource, subresource, namespace } = info;
  const fieldRequirements = selectingVerbs.has(verb) ? equalityRequirements(query.get('fieldSelector') ?? '') : [];
  return {
    isResource: true,
    user,
    verb,
    group,
    version,
    resource,
    subresource,
    namespace,
    // Who may only read one object may list and watch that one as well.
    name: info.name || nameRequired(fieldRequirements),
    ...(fieldRequirements.length > 0 && { fieldRequirements }),
  };
}

/** For checks that are not about the request itself; what is not given is empty. */
export const resourceAttributes = (
  user: User,
  attributes: Partial<Omit<ResourceAttributes, 'user' | 'isResource'>> & Pick<ResourceAttributes, 'verb' | 'resource'>,
): ResourceAttributes => ({ isResource: true, user, group: '', version: '', subresource: '', namespace: '', name: '', ...attributes });

function nameRequired(requirements: readonly EqualityRequirement[]): string {
  const name = requirements.find(({ field }) => field === 'metadata.name')?.value ?? '';
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name;
}
