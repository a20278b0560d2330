import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import type { Client, Ref } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess } from '../../src/client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';
import { Deployment } from '../../src/kinds/apps/deployment/index.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { ApiError } from '../../src/model/errors.ts';
import type { Kind, KubeObject } from '../../src/model/kind.ts';
import { temporaryFolder } from '../support/api-server-process.ts';
import { startPart, startScript } from '../support/part-process.ts';
import { until } from '../support/until.ts';
import { Factory, Widget } from './manager-swap/kinds.ts';

const namespace = 'default';
const script = fileURLToPath(new URL('manager-swap/api-server.ts', import.meta.url));

/** An owner that is not deleted before what it owns, where that is asked for. */
const ownedBy = ({ apiVersion, kind, metadata: { name, uid } }: KubeObject) => ({
  ownerReferences: [{ apiVersion, kind, name, uid, blockOwnerDeletion: true }],
});

describe('controllers in a process of their own, of an API of which they know only what it tells them', () => {
  const resources = new AsyncDisposableStack();
  let client: Client;

  before(async () => {
    const folder = resources.use(await temporaryFolder());
    const server = resources.use(startScript(script, [folder.path]));
    await until('the server is ready', () => server.log().includes('ready'));
    const kubeconfig = join(folder.path, 'kubeconfig');
    const transport = resources.use(
      httpTransport({ access: await clusterAccess(await loadKubeconfigFile(kubeconfig)), clock: systemClock }),
    );
    client = createClient({ transport, userAgent: 'test', clock: systemClock });
    const flags = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', '--use-service-account-credentials'];
    resources.use(startPart(['controller-manager', ...flags]));
    await until('the namespace has its account', () => client.get(ServiceAccount, { name: 'default', namespace }));
  });
  after(() => resources.disposeAsync());

  const gone = <T extends KubeObject>(kind: Kind<T>, ref: Ref) =>
    until(`${kind.kind} ${ref.name} is gone`, async () => {
      try {
        await client.get(kind, ref);
        return false;
      } catch (error) {
        if (ApiError.is(error, 'NotFound')) return true;
        throw error;
      }
    });

  test('workloads are worked on', async () => {
    const made = await client.create(Deployment, {
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    });
    const count = async () => (await client.list(Pod, { namespace, labelSelector: 'app=web' })).items.length;
    await until('there are three pods', async () => (await count()) === 3);
    await client.patch(Deployment, made.metadata, { type: 'merge', body: { spec: { replicas: 1 } } });
    await until('there is one', async () => (await count()) === 1);
    await client.delete(Deployment, made.metadata);
    await until('there is none', async () => (await count()) === 0);
  });

  test('what an object of an unknown kind owned goes with it, of known and unknown kinds, over generations', async () => {
    const factory = await client.create(Factory, { metadata: { name: 'works' } });
    const settings = await client.create(ConfigMap, { metadata: { name: 'settings', namespace, ...ownedBy(factory) } });
    const widget = await client.create(Widget, { metadata: { name: 'gear', namespace, ...ownedBy(settings) } });
    const kept = await client.create(Widget, { metadata: { name: 'kept', namespace } });
    await client.delete(Factory, factory.metadata);
    await gone(ConfigMap, settings.metadata);
    await gone(Widget, widget.metadata);
    assert.ok(await client.get(Widget, kept.metadata));
  });

  test('such an owner waits for its dependents in the foreground, and leaves orphans when it is told to', async () => {
    const first = await client.create(Factory, { metadata: { name: 'first' } });
    const held = await client.create(Widget, {
      metadata: { name: 'held', namespace, finalizers: ['example.com/hold'], ...ownedBy(first) },
    });
    await client.delete(Factory, first.metadata, { propagationPolicy: 'Foreground' });
    const going = await until('the dependent is being deleted', async () => {
      const now = await client.get(Widget, held.metadata);
      return now.metadata.deletionTimestamp !== undefined && now;
    });
    assert.ok(await client.get(Factory, first.metadata));
    await client.update(Widget, { ...going, metadata: { ...going.metadata, finalizers: [] } });
    await gone(Factory, first.metadata);

    const second = await client.create(Factory, { metadata: { name: 'second' } });
    const orphan = await client.create(Widget, { metadata: { name: 'orphan', namespace, ...ownedBy(second) } });
    await client.delete(Factory, second.metadata, { propagationPolicy: 'Orphan' });
    await gone(Factory, second.metadata);
    assert.deepEqual((await client.get(Widget, orphan.metadata)).metadata.ownerReferences ?? [], []);
  });

  test('a namespace is emptied of them', async () => {
    await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
    await client.create(Widget, { metadata: { name: 'gear', namespace: 'shop' } });
    await client.delete(Namespace, { name: 'shop' });
    await gone(Namespace, { name: 'shop' });
    assert.deepEqual((await client.list(Widget, { namespace: 'shop' })).items, []);
  });
});
