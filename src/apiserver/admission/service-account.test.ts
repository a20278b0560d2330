import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { ServiceAccount } from '../../kinds/core/service-account.ts';
import type { Reader } from '../reader.ts';
import { serviceAccount } from './service-account.ts';
import { admissionRequest, admit, readerOf, refusal, stored } from './testing/admission-request.ts';

const plugin = serviceAccount({ clock: new FakeClock() });
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

const pod = (spec: Partial<Pod['spec']> = {}, metadata: Partial<Pod['metadata']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...stored('web', 'shop'), ...metadata },
  spec: { containers: [{ name: 'c' }], ...spec },
  status: {},
});
const account = (name: string, parts: Omit<Partial<ServiceAccount>, 'metadata'> & { metadata?: object } = {}): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  ...parts,
  metadata: { ...stored(name, 'shop'), ...parts.metadata },
});

const reader = readerOf(account('default'), account('builder'), account('quiet', { automountServiceAccountToken: false }));

async function admitted(object: Pod, reading: Reader = reader): Promise<Pod> {
  await admit(plugin, admissionRequest(Pod, { object }), reading);
  return object;
}
const refused = (object: Pod, reading: Reader = reader) => refusal(plugin, admissionRequest(Pod, { object }), reading);

test('a pod runs as the default account of its namespace, unless it names another', async () => {
  for (const [given, name] of [
    [{}, 'default'],
    [{ serviceAccountName: 'builder' }, 'builder'],
  ] as const) {
    const { spec } = await admitted(pod(given));
    assert.equal(spec.serviceAccountName, name);
    assert.equal(spec.serviceAccount, name);
  }
});

test('every container finds token, authority and namespace', async () => {
  const { spec } = await admitted(pod({ initContainers: [{ name: 'i' }], containers: [{ name: 'a' }, { name: 'b' }] }));
  const [volume] = spec.volumes ?? [];
  assert.match(volume?.name ?? '', /^kube-api-access-[a-z0-9]{5}$/);
  assert.deepEqual(volume, {
    name: volume?.name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  });
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    assert.deepEqual(container.volumeMounts, [{ name: volume?.name, readOnly: true, mountPath }], container.name);
  }
});

test('the pod has the last word on whether its token is mounted, then the account', async () => {
  const mounts = async (spec: Partial<Pod['spec']>) => ((await admitted(pod(spec))).spec.volumes ?? []).length > 0;
  assert.equal(await mounts({}), true);
  assert.equal(await mounts({ automountServiceAccountToken: false }), false);
  assert.equal(await mounts({ serviceAccountName: 'quiet' }), false);
  assert.equal(await mounts({ serviceAccountName: 'quiet', automountServiceAccountToken: true }), true);
});

test('a container that has something at that path already keeps it', async () => {
  const own = { name: 'own', mountPath };
  const { spec } = await admitted(pod({ volumes: [{ name: 'own', emptyDir: {} }], containers: [{ name: 'a', volumeMounts: [own] }] }));
  assert.deepEqual(spec.volumes, [{ name: 'own', emptyDir: {} }]);
  assert.deepEqual(spec.containers[0]?.volumeMounts, [own]);
});

test('a volume that was put there before is mounted rather than a second one', async () => {
  const volumes = [{ name: 'kube-api-access-12345', emptyDir: {} }];
  const { spec } = await admitted(pod({ volumes }));
  assert.deepEqual(spec.volumes, volumes);
  assert.deepEqual(spec.containers[0]?.volumeMounts, [{ name: 'kube-api-access-12345', readOnly: true, mountPath }]);
});

test('a pod without secrets for pulling images gets those of its account', async () => {
  const reading = readerOf(account('default', { imagePullSecrets: [{ name: 'a' }, { name: 'b' }] }));
  assert.deepEqual((await admitted(pod(), reading)).spec.imagePullSecrets, [{ name: 'a' }, { name: 'b' }]);
  assert.deepEqual((await admitted(pod({ imagePullSecrets: [{ name: 'own' }] }), reading)).spec.imagePullSecrets, [{ name: 'own' }]);
});

test('an account that is not there is refused at once', async () => {
  const message = await refused(pod({ serviceAccountName: 'gone' }));
  assert.equal(message, 'pods "web" is forbidden: error looking up service account shop/gone: serviceaccount "gone" not found');
});

test('an account of another namespace is none', async () => {
  const reading = readerOf({ ...account('builder'), metadata: stored('builder', 'elsewhere') });
  assert.match(await refused(pod({ serviceAccountName: 'builder' }), reading), /serviceaccount "builder" not found$/);
});

describe('the default account of a new namespace', () => {
  test('is waited for', async () => {
    const clock = new FakeClock();
    const objects: ServiceAccount[] = [];
    const reading: Reader = { ...reader, get: (kind, ref) => readerOf(...objects).get(kind, ref) };
    const object = pod();
    const done = admit(serviceAccount({ clock }), admissionRequest(Pod, { object }), reading);
    await clock.advance(500);
    assert.equal(clock.sleeping, 1);
    objects.push(account('default'));
    await clock.advance(200);
    await done;
    assert.equal(object.spec.serviceAccountName, 'default');
  });

  test('is waited for in vain for no more than two seconds', async () => {
    const clock = new FakeClock();
    const message = refusal(serviceAccount({ clock }), admissionRequest(Pod, { object: pod() }), readerOf());
    // It first looks, then sleeps.
    for (let look = 0; look <= 10; look++) await clock.advance(200);
    assert.equal(
      await message,
      'pods "web" is forbidden: error looking up service account shop/default: serviceaccount "default" not found',
    );
  });
});

describe('mirror pods', () => {
  const mirror = (spec: Partial<Pod['spec']> = {}) => pod(spec, { annotations: { 'kubernetes.io/config.mirror': 'hash' } });

  test('stay as they are', async () => {
    assert.deepEqual(await admitted(mirror()), mirror());
  });

  const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
  const wrong: readonly (readonly [Partial<Pod['spec']>, string])[] = [
    [{ serviceAccountName: 'default' }, 'a mirror pod may not reference service accounts'],
    [{ imagePullSecrets: [{ name: 'a' }] }, 'a mirror pod may not reference secrets'],
    [volume({ secret: { secretName: 'a' } }), 'a mirror pod may not reference secrets'],
    [
      { containers: [{ name: 'c', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'k' } } }] }] },
      'a mirror pod may not reference secrets',
    ],
    [
      volume({ projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
      'a mirror pod may not use ServiceAccountToken volume projections',
    ],
  ];
  for (const [spec, message] of wrong) {
    test(`${message}: ${JSON.stringify(spec)}`, async () => {
      assert.equal(await refused(mirror(spec)), `pods "web" is forbidden: ${message}`);
    });
  }
});

describe('an account that restricts its pods to its own secrets', () => {
  const strict = account('default', {
    metadata: { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    secrets: [{ name: 'own' }],
    imagePullSecrets: [{ name: 'pull' }],
  });
  const reading = readerOf(strict);
  const env = (name: string) => [{ name: 'A', valueFrom: { secretKeyRef: { name, key: 'k' } } }];
  const envFrom = (name: string) => [{ secretRef: { name } }];
  const volume = (secretName: string) => [{ name: 'v', secret: { secretName } }];
  const why = 'secret.secretName="other" is not allowed because service account default does not reference that secret';

  const wrong: readonly (readonly [Partial<Pod['spec']>, string])[] = [
    [{ volumes: volume('other') }, `volume with ${why}`],
    [{ initContainers: [{ name: 'i', env: env('other') }] }, `init container i with envVar A referencing ${why}`],
    [{ initContainers: [{ name: 'i', envFrom: envFrom('other') }] }, `init container i with envFrom referencing ${why}`],
    [{ containers: [{ name: 'c', env: env('other') }] }, `container c with envVar A referencing ${why}`],
    [{ containers: [{ name: 'c', envFrom: envFrom('other') }] }, `container c with envFrom referencing ${why}`],
    [
      { imagePullSecrets: [{ name: 'pull' }, { name: 'other' }] },
      'imagePullSecrets[1].name="other" is not allowed because service account default does not reference that imagePullSecret',
    ],
  ];
  for (const [spec, message] of wrong) {
    test(message, async () => {
      assert.equal(await refused(pod(spec), reading), `pods "web" is forbidden: ${message}`);
      await admitted(pod(spec));
    });
  }

  test('lets them use what it has', async () => {
    const containers = [{ name: 'c', env: env('own'), envFrom: envFrom('own') }];
    await admitted(pod({ volumes: volume('own'), containers, imagePullSecrets: [{ name: 'pull' }] }), reading);
  });

  test('restricts containers that are added later, too', async () => {
    const later = (name: string) =>
      admissionRequest(Pod, {
        operation: 'UPDATE',
        subresource: 'ephemeralcontainers',
        object: pod({ serviceAccountName: 'default', ephemeralContainers: [{ name: 'e', envFrom: envFrom(name) }] }),
      });
    assert.equal(
      await refusal(plugin, later('other'), reading),
      `pods "web" is forbidden: ephemeral container e with envFrom referencing ${why}`,
    );
    await admit(plugin, later('own'), reading);
  });
});

test('pods that are there already, and their other parts, are left alone', async () => {
  const object = pod();
  await admit(plugin, admissionRequest(Pod, { operation: 'UPDATE', object, oldObject: pod() }), readerOf());
  await admit(plugin, admissionRequest(Pod, { subresource: 'binding', object }), readerOf());
  assert.deepEqual(object, pod());
});
