import assert from 'node:assert/strict';
import type { User } from '../../src/model/request.ts';
import type { Server } from './in-process.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Lets a user do everything that the rules say, and nothing that earlier ones did. */
export async function grant(server: Server, { name }: User, rules: readonly object[]): Promise<void> {
  const role = { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name }, rules };
  const binding = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: rbac, kind: 'User', name }],
  };
  for (const [plural, body] of Object.entries({ clusterroles: role, clusterrolebindings: binding })) {
    assert.ok((await server.ask(`PUT /apis/${rbac}/v1/${plural}/${name}`, { body })).code < 300);
  }
}
