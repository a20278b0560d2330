import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { User } from '../../src/model/request.ts';
import { grant } from '../support/grant.ts';
import { startServer, type Server } from '../support/in-process.ts';

const clerk: User = { name: 'clerk', uid: 'u', groups: ['staff', 'system:authenticated'], extra: { b: ['1', '2'], a: ['x'] } };
const shown = '&{clerk u [staff system:authenticated] map[a:[x] b:[1 2]]}';
const admission = 'admissionregistration.k8s.io';
const at = `/apis/${admission}/v1`;

/** Lets the clerk write policies, and whatever else the rules say. */
const allow = (server: Server, ...rules: readonly object[]): Promise<void> =>
  grant(server, clerk, [{ apiGroups: [admission], resources: ['*'], verbs: ['create', 'update'] }, ...rules]);

const matchConstraints = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] };
const policy = (apiVersion: string, kind: string): object => ({
  metadata: { name: 'p' },
  spec: { paramKind: { apiVersion, kind }, matchConstraints, validations: [{ expression: 'true' }] },
});
const changing = {
  metadata: { name: 'p' },
  spec: {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConstraints,
    reinvocationPolicy: 'Never',
    mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
  },
};
const binding = (policyName: string, paramRef: object): object => ({
  metadata: { name: 'b' },
  spec: { policyName, paramRef: { parameterNotFoundAction: 'Deny', ...paramRef }, validationActions: ['Deny'] },
});
const changingBinding = {
  metadata: { name: 'b' },
  spec: { policyName: 'p', paramRef: { parameterNotFoundAction: 'Deny', name: 'x' } },
};

const everywhere = `to determine minimum required permissions and user ${shown} does not have "get" permission for all groups, versions and resources`;

test('who makes a policy may read what it takes as parameters', async () => {
  await using server = await startServer();
  await allow(server);
  const path = `POST ${at}/validatingadmissionpolicies?dryRun=All`;
  const refused = await server.ask(path, { body: policy('v1', 'ConfigMap'), as: clerk });
  assert.equal(
    refused.body.message,
    `ValidatingAdmissionPolicy.${admission} "p" is invalid: spec.paramKind: Forbidden: user ${shown} must have "get" permission on all objects of the referenced paramKind (kind=ConfigMap, apiVersion=v1)`,
  );
  assert.equal((await server.ask(path, { body: policy('v1', 'ConfigMap') })).code, 201);
  await allow(server, { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] });
  assert.equal((await server.ask(path, { body: policy('v1', 'ConfigMap'), as: clerk })).code, 201);
  assert.equal((await server.ask(path, { body: policy('v1', 'Nothing'), as: clerk })).code, 422);
});

test('what a policy takes already may be left as it is', async () => {
  await using server = await startServer();
  await allow(server);
  const { body } = await server.ask(`POST ${at}/validatingadmissionpolicies`, { body: policy('v1', 'ConfigMap') });
  const { metadata } = body;
  const replace = (next: object) => server.ask(`PUT ${at}/validatingadmissionpolicies/p`, { body: { ...next, metadata }, as: clerk });
  assert.equal((await replace(policy('v1', 'ConfigMap'))).code, 200);
  assert.equal((await replace(policy('v1', 'Secret'))).code, 422);
});

test('who binds a policy may read its parameters', async () => {
  await using server = await startServer();
  await allow(server);
  const path = `POST ${at}/validatingadmissionpolicybindings?dryRun=All`;
  const messageOf = async (policyName: string, paramRef: object) =>
    (await server.ask(path, { body: binding(policyName, paramRef), as: clerk })).body.message;
  const about = `ValidatingAdmissionPolicyBinding.${admission} "b" is invalid: spec.paramRef: Forbidden:`;
  assert.equal(await messageOf('p', { name: 'x' }), `${about} unable to get policy p ${everywhere}`);
  await server.ask(`POST ${at}/validatingadmissionpolicies`, { body: policy('example.com/v1', 'Limit') });
  assert.equal(await messageOf('p', { name: 'x' }), `${about} unable to resolve paramKind &{example.com/v1 Limit} ${everywhere}`);
  const named = await server.ask(`POST ${at}/validatingadmissionpolicies`, {
    body: { ...policy('v1', 'ConfigMap'), metadata: { name: 'q' } },
  });
  assert.equal(named.code, 201);
  assert.equal(
    await messageOf('q', { selector: {}, namespace: 'default' }),
    `${about} user ${shown} does not have "list" permission on the object referenced by paramRef`,
  );
  await allow(server, { apiGroups: [''], resources: ['configmaps'], resourceNames: ['x'], verbs: ['get'] });
  assert.equal(await messageOf('q', { name: 'x', namespace: 'default' }), undefined);
});

test('of policies that change objects, upstream says it the wrong way round', async () => {
  await using server = await startServer();
  await allow(server);
  assert.equal((await server.ask(`POST ${at}/mutatingadmissionpolicies`, { body: changing })).code, 201);
  const { body } = await server.ask(`POST ${at}/mutatingadmissionpolicybindings`, { body: changingBinding, as: clerk });
  assert.equal(
    body.message,
    `MutatingAdmissionPolicyBinding.${admission} "b" is invalid: spec.paramRef: Forbidden: user get does not have "${shown}" permission on the object referenced by paramRef`,
  );
});
