import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { FakeClock } from '../base/fake-clock.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Deployment } from '../kinds/apps/deployment/index.ts';
import { Node } from '../kinds/core/node/index.ts';
import { ApiError } from '../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';
import { createClient, inProcess } from './index.ts';

const user = { name: 'test', groups: [] };

function recording(answer: (request: ApiRequest) => ApiResponse = () => ok({})) {
  const requests: ApiRequest[] = [];
  const transport = inProcess(
    async (request) => {
      requests.push(request);
      return answer(request);
    },
    { user },
  );
  return { requests, client: createClient({ transport, userAgent: 'tester/1.0', clock: systemClock }) };
}

const ok = (object: unknown): ApiResponse => ({ code: 200, body: { type: 'object', value: { object } } });

test('each method asks for its path', async () => {
  const { client, requests } = recording();
  const web = { namespace: 'shop', name: 'web' };
  await client.get(Deployment, web);
  await client.get(Node, { name: 'node-1' });
  await client.list(Deployment);
  await client.list(ConfigMap, { namespace: 'shop', labelSelector: 'a=b', limit: 5 });
  await client.create(ConfigMap, { metadata: web });
  await client.patch(Deployment, web, { type: 'apply', body: {}, fieldManager: 'me', force: true }, { dryRun: true });
  await client.delete(Deployment, web);
  await client.deleteCollection(ConfigMap, { namespace: 'shop' });
  await client.post(ConfigMap, web, 'token', {});
  assert.deepEqual(
    requests.map(({ method, path, query }) => `${method} ${path}${query.size > 0 ? `?${query.toString()}` : ''}`),
    [
      'GET /apis/apps/v1/namespaces/shop/deployments/web',
      'GET /api/v1/nodes/node-1',
      'GET /apis/apps/v1/deployments',
      'GET /api/v1/namespaces/shop/configmaps?labelSelector=a%3Db&limit=5',
      'POST /api/v1/namespaces/shop/configmaps',
      'PATCH /apis/apps/v1/namespaces/shop/deployments/web?dryRun=All&fieldManager=me&force=true',
      'DELETE /apis/apps/v1/namespaces/shop/deployments/web',
      'DELETE /api/v1/namespaces/shop/configmaps',
      'POST /api/v1/namespaces/shop/configmaps/web/token',
    ],
  );
  assert.equal(requests[0]?.headers['user-agent'], 'tester/1.0');
  assert.deepEqual(requests[0]?.credentials, { type: 'user', user });
});

test('what the server changes of a body is not seen by whoever sent it', async () => {
  const { client } = recording(({ body }) => {
    (body as ConfigMap).data = { forged: 'yes' };
    return ok(body);
  });
  const given = { metadata: { name: 'a', namespace: 'shop' }, data: { color: 'blue' } };
  await client.create(ConfigMap, given);
  assert.deepEqual(given.data, { color: 'blue' });
});

test('a refusal is an ApiError, also in the words of a proxy', async () => {
  const { client } = recording(() => ({ code: 502, body: { type: 'bytes', contentType: 'text/html', bytes: Buffer.from('Bad Gateway') } }));
  await assert.rejects(
    client.get(Node, { name: 'a' }),
    (error) => ApiError.is(error, 'InternalError') && /502: Bad Gateway/.test(error.message),
  );
});

test('a request without name or namespace is not sent to somewhere else', async () => {
  const { client, requests } = recording();
  assert.throws(() => void client.get(ConfigMap, { name: 'a' }), /the namespace of configmaps "a" is missing/);
  assert.throws(() => client.get(ConfigMap, { name: '', namespace: 'shop' }), /the name of one of configmaps is missing/);
  assert.equal(requests.length, 0);
});

test('a server that is too busy is asked again when it says so', async () => {
  const clock = new FakeClock();
  let asked = 0;
  const transport = async (): Promise<ApiResponse> =>
    ++asked < 3 ? { ...ok({}), code: 429, headers: { 'retry-after': '1' } } : ok({ kind: 'Node' });
  const client = createClient({ transport, userAgent: 'test', clock });
  const answer = client.get(Node, { name: 'a' });
  for (let second = 0; second < 5; second++) await clock.advance(1000);
  assert.equal((await answer).kind, 'Node');
  assert.equal(asked, 3);
});
