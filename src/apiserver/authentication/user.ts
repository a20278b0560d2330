import type { User } from '../../model/request.ts';

export const anonymousName = 'system:anonymous';
export const mastersGroup = 'system:masters';
export const nodesGroup = 'system:nodes';
export const authenticatedGroup = 'system:authenticated';
export const unauthenticatedGroup = 'system:unauthenticated';

export const anonymousUser: User = { name: anonymousName, groups: [unauthenticatedGroup] };

/** The API server itself, when it calls itself. */
export const apiServerUser: User = { name: 'system:apiserver', groups: [mastersGroup] };

/** Keys of a user's extra values that authentication fills in. */
export const extraKeys = {
  credentialId: 'authentication.kubernetes.io/credential-id',
  podName: 'authentication.kubernetes.io/pod-name',
  podUid: 'authentication.kubernetes.io/pod-uid',
  nodeName: 'authentication.kubernetes.io/node-name',
  nodeUid: 'authentication.kubernetes.io/node-uid',
} as const;

/** Adds the group of all who are known, unless it is said already whether the user is. */
export function withAuthenticatedGroup(user: User): User {
  if (user.name === anonymousName) return user;
  if (user.groups.includes(authenticatedGroup) || user.groups.includes(unauthenticatedGroup)) return user;
  return { ...user, groups: [...user.groups, authenticatedGroup] };
}
