import type { User } from '../../../model/request.ts';
import type { Attributes } from '../../authorization/attributes.ts';
import { parseNodeUserName, parseServiceAccountUserName } from '../names.ts';
import { extraKeys } from '../user.ts';

/** The ways to impersonate, from the narrowest on. All but the last also limit what may be done as the other (KEP-5284). */
export type ModeName = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | 'legacy';

export interface Mode {
  readonly name: ModeName;
  /** Whether this way is open for this pair at all. */
  applies(wanted: User, requestor: User): boolean;
  /** What authorizers get to see, where that differs from the request. */
  readonly seenAs?: (attributes: Attributes) => Attributes;
}

export const modes: readonly Mode[] = [
  { name: 'associated-node', applies: (wanted, requestor) => isOnlyName(wanted) && isOwnNode(wanted, requestor), seenAs: forAnyNode },
  { name: 'arbitrary-node', applies: (wanted) => isOnlyName(wanted) && parseNodeUserName(wanted.name) !== undefined },
  { name: 'serviceaccount', applies: (wanted) => isOnlyName(wanted) && parseServiceAccountUserName(wanted.name) !== undefined },
  {
    name: 'user-info',
    applies: ({ name }) => parseNodeUserName(name) === undefined && parseServiceAccountUserName(name) === undefined,
  },
  { name: 'legacy', applies: () => true },
];

const isOnlyName = ({ uid, groups, extra }: User) => !uid && groups.length === 0 && Object.keys(extra ?? {}).length === 0;

/** A service account whose token is bound to a pod, or to a node, knows its node. */
function isOwnNode(wanted: User, requestor: User): boolean {
  const nodeName = parseNodeUserName(wanted.name);
  const [own, ...more] = requestor.extra?.[extraKeys.nodeName] ?? [];
  return nodeName !== undefined && parseServiceAccountUserName(requestor.name) !== undefined && more.length === 0 && own === nodeName;
}

/** Which node it is has been checked, so the permission is one for whatever node the account is on. */
function forAnyNode(attributes: Attributes): Attributes {
  const { user } = attributes;
  const seen: User = {
    ...user,
    extra: { 'authentication.kubernetes.io/associated-node-keys': Object.keys(user.extra ?? {}).toSorted() },
  };
  return attributes.isResource && attributes.verb === 'impersonate:associated-node'
    ? { ...attributes, user: seen, name: '*' }
    : { ...attributes, user: seen };
}
