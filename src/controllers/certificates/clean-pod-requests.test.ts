import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createClient } from '../../client/create-client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { inProcess } from '../../client/in-process.ts';
import { MemoryServer } from '../../client/testing/memory-server.ts';
import { PodCertificateRequest } from '../../kinds/certificates/pod-certificate-request.ts';
import { controllerComponent } from '../../runtime/run-controller.ts';
import { at, meta, startMs } from '../testing/builders.ts';
import { podCertificateCleanerController } from './clean-pod-requests.ts';

test('a request for a certificate of a pod is deleted a quarter of an hour after it was made', async () => {
  const clock = new FakeClock(startMs);
  const server = new MemoryServer(PodCertificateRequest);
  const stopping = new AbortController();
  const client = createClient({ transport: inProcess(server.handle, { user: { name: 'test', groups: [] } }), userAgent: 'test', clock });
  const informers = createInformers({ client, clock, log: silentLog });
  const options = { client, informers, eventSource: 'test', clock, log: silentLog };
  const component = controllerComponent(podCertificateCleanerController, options);
  const spec = {
    signerName: 'example.com/signer',
    podName: 'web',
    podUID: 'uid-web',
    serviceAccountName: 'default',
    serviceAccountUID: 'uid-default',
    nodeName: 'node-1',
    nodeUID: 'uid-node-1',
    stubPKCS10Request: '',
  };
  await client.create(PodCertificateRequest, { metadata: meta('asked', { creationTimestamp: at(0) }), spec });
  const running = Promise.all([informers.run(stopping.signal), component.run(stopping.signal)]);
  const pass = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    for (let turn = 0; turn < 50; turn++) await clock.advance(0);
  };
  const count = async () => (await client.list(PodCertificateRequest)).items.length;
  await pass(14 * 60);
  assert.equal(await count(), 1);
  await pass(2 * 60);
  assert.equal(await count(), 0);
  stopping.abort();
  await running;
});
