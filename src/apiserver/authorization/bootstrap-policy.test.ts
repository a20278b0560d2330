import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ClusterRoleBinding } from '../../kinds/rbac/cluster-role-binding.ts';
import type { ClusterRole } from '../../kinds/rbac/cluster-role.ts';
import type { RoleBinding } from '../../kinds/rbac/role-binding.ts';
import type { Role } from '../../kinds/rbac/role.ts';
import type { User } from '../../model/request.ts';
import { serviceAccountGroups, serviceAccountUserName } from '../authentication/names.ts';
import { anonymousUser, authenticatedGroup } from '../authentication/user.ts';
import { resourceAttributes } from './attributes.ts';
import { rbacAuthorizer } from './rbac/authorizer.ts';
import { fixedPolicy } from './rbac/policy-reader.ts';
import { reviewRules } from './rules-review.ts';

/** The default policy of upstream, where a copy of it is at hand. */
const facts = load();
const skip = facts ? false : 'no copy of the default policy here';

const known = (name: string, ...groups: string[]): User => ({ name, groups: [...groups, authenticatedGroup] });
const account = (namespace: string, name: string) => known(serviceAccountUserName(namespace, name), ...serviceAccountGroups(namespace));

const cases: [user: User, asked: string, allowed: boolean][] = [
  [known('x', 'system:masters'), 'delete nodes', true],
  [known('system:kube-scheduler'), 'create pods/binding shop', true],
  [known('system:kube-scheduler'), 'create deployments.apps shop', false],
  [known('system:kube-scheduler'), 'update leases.coordination.k8s.io kube-system kube-scheduler', true],
  [known('system:kube-controller-manager'), 'list secrets', true],
  [account('kube-system', 'deployment-controller'), 'create replicasets.apps shop', true],
  [account('kube-system', 'deployment-controller'), 'create pods shop', false],
  [account('kube-system', 'kube-dns'), 'watch services', true],
  [known('system:kube-proxy'), 'list endpointslices.discovery.k8s.io', true],
  [known('alice'), 'create selfsubjectaccessreviews.authorization.k8s.io', true],
  [known('alice'), 'get pods shop', false],
  [known('alice'), '/apis', true],
  [known('alice'), '/metrics', false],
  [anonymousUser, '/healthz', true],
  [anonymousUser, '/api', false],
  [anonymousUser, 'list pods', false],
  [known('m', 'system:monitoring'), '/metrics', true],
];

for (const [user, asked, allowed] of cases) {
  test(`by default ${user.name} ${allowed ? 'may' : 'may not'} ${asked}`, { skip }, async () => {
    const { type } = await rbacAuthorizer(fixedPolicy(facts ?? {}))(attributes(user, asked));
    assert.equal(type, allowed ? 'allow' : 'no opinion');
  });
}

test('everyone who is known has the same few rules by default', { skip }, async () => {
  const review = await reviewRules(known('alice'), 'shop', fixedPolicy(facts ?? {}));
  assert.equal(review.incomplete, false);
  assert.ok(review.resourceRules.some(({ resources }) => resources?.includes('selfsubjectrulesreviews')));
  assert.ok(review.nonResourceRules.some(({ nonResourceURLs }) => nonResourceURLs?.includes('/healthz')));
  const node = await reviewRules(known('system:node:n1', 'system:nodes'), 'shop', fixedPolicy(facts ?? {}));
  assert.deepEqual([node.incomplete, node.evaluationError], [true, 'node authorizer does not support user rule resolution']);
});

function attributes(user: User, asked: string) {
  if (asked.startsWith('/')) return { isResource: false, user, verb: 'get', path: asked } as const;
  const [verb = '', what = '', namespace = '', name = ''] = asked.split(' ');
  const [path = '', ...group] = what.split('.');
  const [resource = '', subresource = ''] = path.split('/');
  return resourceAttributes(user, { verb, group: group.join('.'), resource, subresource, namespace, name });
}

interface Policy {
  readonly clusterRoles: ClusterRole[];
  readonly clusterRoleBindings: ClusterRoleBinding[];
  readonly roles: Role[];
  readonly roleBindings: RoleBinding[];
}

function load(): Policy | undefined {
  try {
    const text = readFileSync(new URL('../../../../shared/facts/bootstrap.json', import.meta.url), 'utf8');
    const { clusterroles, clusterrolebindings, roles, rolebindings } = JSON.parse(text) as Record<string, never[]>;
    // The copy leaves out what goes without saying.
    const of = <T>(kind: string, objects: object[] = []) => objects.map((object) => ({ kind, ...object })) as T[];
    return {
      clusterRoles: of('ClusterRole', clusterroles),
      clusterRoleBindings: of('ClusterRoleBinding', clusterrolebindings),
      roles: of('Role', roles),
      roleBindings: of('RoleBinding', rolebindings),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
