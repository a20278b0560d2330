/** The names of users that stand for objects of the cluster. */

const serviceAccountPrefix = 'system:serviceaccount:';
const nodePrefix = 'system:node:';

export const serviceAccountUserName = (namespace: string, name: string): string => `${serviceAccountPrefix}${namespace}:${name}`;

export const serviceAccountGroups = (namespace: string): string[] => ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];

export function parseServiceAccountUserName(userName: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!userName.startsWith(serviceAccountPrefix)) return undefined;
  const [namespace = '', name = '', ...rest] = userName.slice(serviceAccountPrefix.length).split(':');
  return rest.length === 0 && isLabel(namespace) && isSubdomain(name) ? { namespace, name } : undefined;
}

/** The node's name, when a user is a node. */
export function parseNodeUserName(userName: string): string | undefined {
  if (!userName.startsWith(nodePrefix)) return undefined;
  const name = userName.slice(nodePrefix.length);
  return isSubdomain(name) ? name : undefined;
}

const isLabel = (text: string) => text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);

const isSubdomain = (text: string) => text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text);
