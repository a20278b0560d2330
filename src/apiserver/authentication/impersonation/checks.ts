import type { User } from '../../../model/request.ts';
import { resourceAttributes, type Attributes, type ResourceAttributes } from '../../authorization/attributes.ts';
import { forbidden } from '../../authorization/forbidden.ts';
import { parseNodeUserName, parseServiceAccountUserName, serviceAccountGroups } from '../names.ts';
import { anonymousName, authenticatedGroup, mastersGroup, nodesGroup, unauthenticatedGroup } from '../user.ts';
import type { ModeName } from './modes.ts';

/** All have to be allowed, unless the one that stands for all of them is. */
export interface Check {
  readonly all: readonly Attributes[];
  readonly atOnce?: Attributes;
}

const many = 4;
const authenticationGroup = 'authentication.k8s.io';

/** What the requestor has to be allowed in order to act as the other. Throws when no permission would be enough. */
export function checksFor(mode: ModeName, wanted: User, attributes: Attributes): Check[] {
  const requestor = attributes.user;
  const constrained = mode !== 'legacy';
  const verb = constrained ? `impersonate:${mode}` : 'impersonate';
  const ask = (what: Pick<ResourceAttributes, 'resource' | 'name'> & Partial<ResourceAttributes>) =>
    resourceAttributes(requestor, { group: authenticationGroup, version: 'v1', ...what, verb });
  // Names and groups were once said to be of the core group.
  const group = constrained ? authenticationGroup : '';
  return [
    ...(constrained ? [{ all: [{ ...attributes, verb: `impersonate-on:${mode}:${attributes.verb}` }] }] : []),
    { all: [ask({ ...nameTarget(wanted.name, constrained), group })] },
    ...(wanted.uid ? [{ all: [ask({ resource: 'uids', name: wanted.uid })] }] : []),
    ...groupChecks(wanted.groups, { constrained, ask: (name) => ask({ resource: 'groups', name, group }) }),
    ...extraChecks(wanted.extra ?? {}, {
      constrained,
      ask: (key, name) => ask({ resource: 'userextras', subresource: key, name }),
    }),
  ];
}

/** Who the requestor is then: with the groups that go without saying. */
export function actingUser(mode: ModeName, wanted: User): User {
  const groups = [...impliedGroups(mode, wanted)];
  if (wanted.name === anonymousName) {
    if (!groups.includes(unauthenticatedGroup)) groups.push(unauthenticatedGroup);
  } else if (!groups.includes(unauthenticatedGroup) && !groups.includes(authenticatedGroup)) groups.push(authenticatedGroup);
  return { ...wanted, groups };
}

function impliedGroups(mode: ModeName, { name, groups }: User): readonly string[] {
  if (groups.length > 0) return groups;
  const account = parseServiceAccountUserName(name);
  if (account) return serviceAccountGroups(account.namespace);
  return mode !== 'legacy' && parseNodeUserName(name) !== undefined ? [nodesGroup] : groups;
}

function nameTarget(userName: string, constrained: boolean): { resource: string; name: string; namespace?: string } {
  const nodeName = constrained ? parseNodeUserName(userName) : undefined;
  if (nodeName !== undefined) return { resource: 'nodes', name: nodeName };
  const account = parseServiceAccountUserName(userName);
  return account ? { resource: 'serviceaccounts', ...account } : { resource: 'users', name: userName };
}

interface Asking {
  readonly constrained: boolean;
}

function groupChecks(groups: readonly string[], { constrained, ask }: Asking & { readonly ask: (name: string) => Attributes }): Check[] {
  if (groups.length === 0) return [];
  if (constrained && groups.includes('')) throw forbidden(ask(''), 'impersonating the empty string group is not allowed');
  if (constrained && groups.includes(mastersGroup)) {
    throw forbidden(ask(mastersGroup), `impersonating the ${mastersGroup} group is not allowed`);
  }
  return [{ all: groups.map((name) => ask(name)), ...(constrained && groups.length >= many && { atOnce: ask('*') }) }];
}

function extraChecks(
  extra: Readonly<Record<string, readonly string[]>>,
  { constrained, ask }: Asking & { readonly ask: (key: string, value: string) => Attributes },
): Check[] {
  const entries = Object.entries(extra);
  if (entries.length === 0) return [];
  const problem = constrained ? problemWithExtra(entries) : undefined;
  if (problem) throw forbidden(ask('', ''), problem);
  const all = entries.flatMap(([key, values]) => values.map((value) => ask(key, value)));
  const isLarge = entries.length >= many || all.length >= many;
  return [{ all, ...(constrained && isLarge && { atOnce: ask('*', '*') }) }];
}

function problemWithExtra(entries: readonly (readonly [string, readonly string[]])[]): string | undefined {
  for (const [key, values] of entries) {
    if (key === '') return 'impersonating the empty string key in extra is not allowed';
    if (!/^[^/]+\/.+$/.test(key)) {
      const detail = 'must be a domain-prefixed path (such as "acme.io/foo")';
      return `impersonating an invalid key in extra is not allowed: extra.key: Invalid value: ${JSON.stringify(key)}: ${detail}`;
    }
    if (key !== key.toLowerCase()) return `impersonating a non-lowercase key in extra is not allowed: ${JSON.stringify(key)}`;
    if (values.length === 0) return 'impersonating empty values in extra is not allowed';
    if (values.includes('')) return 'impersonating the empty string value in extra is not allowed';
  }
  return undefined;
}
