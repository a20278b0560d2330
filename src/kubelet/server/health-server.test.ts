import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../base/log.ts';
import { HealthServer } from './health-server.ts';

test('whoever supervises the kubelet is told whether it is well', async () => {
  let failure: Error | undefined;
  const syncloop = () => {
    if (failure) throw failure;
  };
  const server = new HealthServer({ port: 0, view: { healthChecks: { syncloop } }, log: silentLog });
  await server.listen();
  const stop = new AbortController();
  const running = server.run(stop.signal);
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [answer.status, await answer.text()];
  };
  assert.deepEqual(await ask('/healthz'), [200, 'ok']);
  assert.deepEqual(await ask('/healthz/syncloop'), [200, 'ok']);
  assert.deepEqual(await ask('/pods'), [404, '404 page not found\n']);
  failure = new Error('stuck');
  assert.equal((await ask('/healthz'))[0], 500);
  stop.abort();
  await running;
});
