import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer, type Server } from '../support/in-process.ts';

const runtimeConfig = { 'apps/v1beta1': 'true', 'apps/v1beta2': 'true', 'extensions/v1beta1': 'true' };
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.7.9' }] } };

/** What older books have in their manifests, and what is shown of it as `apps/v1`. */
const manifests: readonly (readonly [apiVersion: string, kind: string, spec: object, asStable: object])[] = [
  [
    'extensions/v1beta1',
    'Deployment',
    { replicas: 3, template },
    {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } },
      revisionHistoryLimit: 2_147_483_647,
      progressDeadlineSeconds: 2_147_483_647,
    },
  ],
  [
    'apps/v1beta1',
    'Deployment',
    { template },
    {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 2,
      progressDeadlineSeconds: 600,
    },
  ],
  [
    'apps/v1beta2',
    'Deployment',
    { selector: { matchLabels: { app: 'web' } }, template },
    { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
  ],
  ['extensions/v1beta1', 'DaemonSet', { template }, { selector: { matchLabels: { app: 'web' } }, updateStrategy: { type: 'OnDelete' } }],
  [
    'apps/v1beta2',
    'DaemonSet',
    { selector: { matchLabels: { app: 'web' } }, template },
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } },
  ],
  ['extensions/v1beta1', 'ReplicaSet', { template }, { replicas: 1, selector: { matchLabels: { app: 'web' } } }],
  ['apps/v1beta2', 'ReplicaSet', { selector: { matchLabels: { app: 'web' } }, template }, { replicas: 1 }],
  [
    'apps/v1beta1',
    'StatefulSet',
    { serviceName: 'web', template },
    { selector: { matchLabels: { app: 'web' } }, updateStrategy: { type: 'OnDelete' }, podManagementPolicy: 'OrderedReady' },
  ],
  [
    'apps/v1beta2',
    'StatefulSet',
    { serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template },
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } },
  ],
];

describe('retired versions', () => {
  let server: Server;
  before(async () => {
    server = await startServer({ runtimeConfig });
  });
  after(() => server[Symbol.asyncDispose]());

  for (const [apiVersion, kind, spec, asStable] of manifests) {
    test(`${kind} of ${apiVersion} is one of apps/v1`, async () => {
      const path = `/namespaces/default/${kind.toLowerCase()}s`;
      const name = `web-${kind.toLowerCase()}`;
      const created = await server.ask(`POST /apis/${apiVersion}${path}`, { body: { apiVersion, kind, metadata: { name }, spec } });
      assert.equal(created.code, 201, JSON.stringify(created.body));
      assert.equal(created.body['apiVersion'], apiVersion);
      const since = apiVersion === 'apps/v1beta2' ? '1.9' : '1.8';
      assert.deepEqual(created.warnings, [`${apiVersion} ${kind} is deprecated in v${since}+, unavailable in v1.16+; use apps/v1 ${kind}`]);
      const stable = (await server.ask(`GET /apis/apps/v1${path}/${name}`)).body;
      assert.equal(stable.metadata.uid, created.body.metadata.uid);
      const shown = Object.fromEntries(Object.keys(asStable).map((field) => [field, stable.spec?.[field]]));
      assert.deepEqual(shown, asStable);
      if (!('selector' in spec)) assert.deepEqual(stable.metadata.labels, { app: 'web' });
      assert.equal((await server.ask(`DELETE /apis/apps/v1${path}/${name}`)).code, 200);
      assert.equal((await server.ask(`GET /apis/${apiVersion}${path}/${name}`)).code, 404);
    });
  }

  test('a wish to roll back is dropped, and that is said', async () => {
    const body = {
      apiVersion: 'extensions/v1beta1',
      kind: 'Deployment',
      metadata: { name: 'back' },
      spec: { template, rollbackTo: { revision: 3 } },
    };
    const { warnings } = await server.ask('POST /apis/extensions/v1beta1/namespaces/default/deployments', { body });
    assert.ok(warnings.includes('spec.rollbackTo: no longer supported, and ignored; use "kubectl rollout undo"'), warnings.join());
    const { spec } = (await server.ask('GET /apis/extensions/v1beta1/namespaces/default/deployments/back')).body;
    assert.equal(spec?.['rollbackTo'], undefined);
  });

  test('a deployment is scaled and patched through its old version', async () => {
    const path = '/apis/extensions/v1beta1/namespaces/default/deployments';
    const body = { apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata: { name: 'scaled' }, spec: { template } };
    assert.equal((await server.ask(`POST ${path}`, { body })).code, 201);
    const headers = { 'content-type': 'application/merge-patch+json' };
    assert.equal((await server.ask(`PATCH ${path}/scaled/scale`, { body: { spec: { replicas: 4 } }, headers })).code, 200);
    assert.equal((await server.ask(`PATCH ${path}/scaled`, { body: { spec: { paused: true } }, headers })).code, 200);
    const { spec } = (await server.ask('GET /apis/apps/v1/namespaces/default/deployments/scaled')).body;
    assert.deepEqual([spec?.['replicas'], spec?.['paused']], [4, true]);
  });

  test('how often a template of a daemon set has changed is a field of the old version', async () => {
    const path = '/apis/extensions/v1beta1/namespaces/default/daemonsets';
    const body = { apiVersion: 'extensions/v1beta1', kind: 'DaemonSet', metadata: { name: 'log' }, spec: { template } };
    assert.equal((await server.ask(`POST ${path}`, { body })).code, 201);
    const { spec, metadata } = (await server.ask(`GET ${path}/log`)).body;
    assert.deepEqual([spec?.['templateGeneration'], metadata.annotations], [1, undefined]);
    const stable = (await server.ask('GET /apis/apps/v1/namespaces/default/daemonsets/log')).body;
    assert.deepEqual(stable.metadata.annotations, { 'deprecated.daemonset.template.generation': '1' });
  });

  test('what is wrong is told as of the stable version', async () => {
    const body = { apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata: { name: 'a' }, spec: { replicas: -1, template } };
    const { code, body: status } = await server.ask('POST /apis/extensions/v1beta1/namespaces/default/deployments', { body });
    assert.equal(code, 422);
    assert.deepEqual(
      status.details?.causes?.map(({ field }) => field),
      ['spec.replicas'],
    );
  });
});
