import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { silentLog } from '../../base/log.ts';
import { ServiceHealthServers } from './service-health-servers.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It listens on a port, not on a path.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('load balancers learn whether this node has endpoints, until the service is gone', async () => {
  let isHealthy = true;
  const servers = new ServiceHealthServers({ family: 4, isHealthy: () => isHealthy, log: silentLog });
  const port = await freePort();
  const web = (localEndpoints: number) => ({ namespace: 'shop', name: 'web', port, localEndpoints });
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return [response.status, response.headers.get('x-load-balancing-endpoint-weight'), await response.json()];
  };
  const body = { service: { namespace: 'shop', name: 'web' }, serviceProxyHealthy: true };
  try {
    servers.replace('shop/web', web(0));
    await servers.sync();
    assert.deepEqual(await ask(), [503, '0', { ...body, localEndpoints: 0 }]);
    servers.replace('shop/web', web(2));
    await servers.sync();
    assert.deepEqual(await ask(), [200, '2', { ...body, localEndpoints: 2 }]);
    isHealthy = false;
    assert.deepEqual(await ask(), [503, '2', { ...body, localEndpoints: 2, serviceProxyHealthy: false }]);
    servers.replace('shop/web', undefined);
    await servers.sync();
    await assert.rejects(ask());
  } finally {
    await servers.close();
  }
});

test('a port that is taken is tried again with the next change', async () => {
  const servers = new ServiceHealthServers({ family: 4, isHealthy: () => true, log: silentLog });
  const other = createServer().listen(0, '0.0.0.0');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    servers.replace('shop/web', { namespace: 'shop', name: 'web', port, localEndpoints: 1 });
    await servers.sync();
    other.close();
    await once(other, 'close');
    await servers.sync();
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
  } finally {
    await servers.close();
  }
});
