import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { openControlPlane, type ControlPlane, type ControlPlaneOptions } from '../../src/cluster/control-plane.ts';
import type { Client } from '../../src/client/client.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { Endpoints } from '../../src/kinds/core/endpoints.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { runStages } from '../../src/runtime/run-stages.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { rawRequest } from '../support/raw-request.ts';
import { until } from '../support/until.ts';

const namespace = 'default';

interface Running extends AsyncDisposable {
  readonly plane: ControlPlane;
  readonly client: Client;
}

const open = (dataDir: string, more: Partial<ControlPlaneOptions> = {}) =>
  openControlPlane({
    dataDir,
    bindAddresses: ['127.0.0.1'],
    securePort: 0,
    serviceCidr: '10.96.0.0/16',
    clock: systemClock,
    log: silentLog,
    ...more,
  });

/** A control plane that runs until it is disposed of. */
async function start(dataDir: string, more: Partial<ControlPlaneOptions> = {}): Promise<Running> {
  const plane = await open(dataDir, more);
  const stopping = new AbortController();
  const started = Promise.withResolvers<void>();
  const announce = {
    name: 'announce',
    run: (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    ready: async () => started.resolve(),
  };
  const done = runStages([...plane.stages, [announce]], stopping.signal);
  const stop = async () => {
    stopping.abort();
    try {
      await done;
    } finally {
      await plane.close();
    }
  };
  await Promise.race([started.promise, done]).catch(stop);
  return {
    plane,
    client: plane.clientAs({ name: 'root', groups: ['system:masters'] }),
    [Symbol.asyncDispose]: stop,
  };
}

async function adminAccess({ plane }: Running) {
  const [authority, admin] = await Promise.all([plane.certificates.authority(), plane.certificates.certificate('admin')]);
  return {
    server: `https://127.0.0.1:${plane.port}`,
    caPem: authority.certificatePem,
    certificatePem: admin.certificatePem,
    keyPem: admin.keyPem,
  };
}

test('a control plane that is started again has its objects, versions, certificates and tokens still', async () => {
  await using folder = await temporaryFolder();
  const tokenBody = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: {} };
  const before = await (async () => {
    await using running = await start(folder.path);
    const { client } = running;
    const map = await client.create(ConfigMap, { metadata: { name: 'a', namespace }, data: { a: '1' } });
    await client.create(ServiceAccount, { metadata: { name: 'robot', namespace } });
    const { status } = await client.post<{ status: { token: string } }>(ServiceAccount, { name: 'robot', namespace }, 'token', tokenBody);
    return { map, token: status.token, access: await adminAccess(running) };
  })();

  await using running = await start(folder.path);
  const { client } = running;
  assert.deepEqual(await client.get(ConfigMap, { name: 'a', namespace }), before.map);
  const next = await client.create(ConfigMap, { metadata: { name: 'b', namespace } });
  assert(Number(next.metadata.resourceVersion) > Number(before.map.metadata.resourceVersion));
  await assert.rejects(client.create(ConfigMap, { metadata: { name: 'a', namespace } }), /already exists/);

  const access = await adminAccess(running);
  assert.deepEqual({ ...access, server: '' }, { ...before.access, server: '' });
  // As somebody who kept the kubeconfig and the token of then.
  const kept = { ...before.access, server: access.server };
  assert.equal((await rawRequest(kept, { path: '/api/v1/nodes' })).code, 200);
  const { caPem } = kept;
  const asked = await rawRequest(
    { server: access.server, caPem },
    {
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      headers: { authorization: `Bearer ${before.token}`, 'content-type': 'application/json' },
      body: '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}',
    },
  );
  assert.equal(asked.code, 201, asked.text);
  assert.match(asked.text, /"username":"system:serviceaccount:default:robot"/);
});

test('a watch that was begun before goes on after a restart where it ended', async () => {
  await using folder = await temporaryFolder();
  const seen = await (async () => {
    await using running = await start(folder.path);
    const { metadata } = await running.client.create(ConfigMap, { metadata: { name: 'a', namespace } });
    await running.client.create(ConfigMap, { metadata: { name: 'b', namespace } });
    return metadata.resourceVersion;
  })();
  await using running = await start(folder.path);
  const stopping = new AbortController();
  for await (const changes of running.client.watch(ConfigMap, { after: seen, namespace, signal: stopping.signal })) {
    const [first] = changes;
    assert.deepEqual([first?.type, first?.object.metadata.name], ['ADDED', 'b']);
    break;
  }
  stopping.abort();
});

test('starting again writes nothing', async () => {
  await using folder = await temporaryFolder();
  const versionOf = async (running: Running) => (await running.client.list(ConfigMap)).resourceVersion;
  const serviceOf = ({ client }: Running) =>
    until('the service of the server', () => client.get(Service, { name: 'kubernetes', namespace }));
  // The service tells the port, which here is another each time.
  const securePort = await (async () => {
    await using running = await start(folder.path);
    await serviceOf(running);
    return running.plane.port;
  })();
  const before = await (async () => {
    await using running = await start(folder.path, { securePort });
    await serviceOf(running);
    return versionOf(running);
  })();
  await using running = await start(folder.path, { securePort });
  await serviceOf(running);
  assert.equal(await versionOf(running), before);
});

test('pods find the server by its service', async () => {
  await using folder = await temporaryFolder();
  await using running = await start(folder.path, { advertiseAddress: '192.0.2.7', serviceCidr: '10.7.0.0/24' });
  const { client, plane } = running;
  const endpoints = await until('the endpoint of the server', () => client.get(Endpoints, { name: 'kubernetes', namespace }));
  assert.deepEqual(endpoints.subsets, [
    { addresses: [{ ip: '192.0.2.7' }], ports: [{ name: 'https', port: plane.port, protocol: 'TCP' }] },
  ]);
  const { spec } = await client.get(Service, { name: 'kubernetes', namespace });
  assert.equal(spec.clusterIP, '10.7.0.1');
});

test('a folder belongs to one control plane at a time', async () => {
  await using folder = await temporaryFolder();
  {
    await using first = await start(folder.path);
    await assert.rejects(open(folder.path), (error: Error) => {
      assert.equal(error.name, 'StoreInUseError');
      assert.match(error.message, /in use|another/);
      assert(error.message.includes(folder.path), error.message);
      return true;
    });
    // The first one is none the worse for it.
    await first.client.create(ConfigMap, { metadata: { name: 'a', namespace } });
  }
  await using second = await start(folder.path);
  assert.equal((await second.client.get(ConfigMap, { name: 'a', namespace })).metadata.name, 'a');
});

test('a control plane that cannot have its certificates leaves its store to the next one', async () => {
  await using folder = await temporaryFolder();
  const obstacle = join(folder.path, 'pki');
  await writeFile(obstacle, '');
  await assert.rejects(open(folder.path));
  await rm(obstacle);
  await using running = await start(folder.path);
  assert(running.plane.port > 0);
});

test('a port that is taken is told, and nothing is left behind', async () => {
  await using folder = await temporaryFolder();
  await using other = await temporaryFolder();
  await using running = await start(folder.path);
  await assert.rejects(start(other.path, { securePort: running.plane.port }), (error: Error) => {
    assert.match(`${error.message} ${(error.cause as Error | undefined)?.message}`, /EADDRINUSE|in use/);
    return true;
  });
});

test('what is secret can be read by its owner alone', async () => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  assert.equal(await modeOf(server.kubeconfig), 0o600);
  assert.match(await readFile(server.kubeconfig, 'utf8'), /client-key-data/);
  for (const part of ['pki', 'store']) {
    const path = join(folder.path, 'data', part);
    assert.equal(await modeOf(path), 0o700, part);
    for (const file of await readdir(path)) {
      if (!file.endsWith('.crt') && !file.endsWith('.pub')) assert.equal(await modeOf(join(path, file)), 0o600, file);
    }
  }
});

test('a process that is asked to stop does so in good order, and at once', async () => {
  await using folder = await temporaryFolder();
  const server = await startApiServerProcess({ dataDir: folder.path });
  await server.client.create(ConfigMap, { metadata: { name: 'a', namespace } });
  const stopping = new AbortController();
  const { resourceVersion } = await server.client.list(ConfigMap);
  // Somebody who watches does not hold it up.
  const watching = (async () => {
    for await (const changes of server.client.watch(ConfigMap, { after: resourceVersion, signal: stopping.signal })) assert(changes);
  })().catch(() => {});
  const beganMs = systemClock.now();
  assert.equal(await server.stop(), 0);
  // Sooner than connections that do not end by themselves are cut.
  const tookMs = systemClock.now() - beganMs;
  assert(tookMs < 2000, `${tookMs} ms`);
  stopping.abort();
  await watching;
  await using again = await startApiServerProcess({ dataDir: folder.path });
  assert.equal((await again.client.get(ConfigMap, { name: 'a', namespace })).metadata.name, 'a');
});
