import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { writeMetrics } from '../../src/base/metrics/text.ts';
import { createClient } from '../../src/client/create-client.ts';
import { ClientMetrics } from '../../src/client/http/client-metrics.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Role } from '../../src/kinds/rbac/role.ts';
import { RoleBinding } from '../../src/kinds/rbac/role-binding.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { rawRequest } from '../support/raw-request.ts';
import { until } from '../support/until.ts';

test('sizes of answers and failed handshakes are counted, and what clients send', async () => {
  await using plane = await startControlPlane({ controllers: false });
  const { text } = await rawRequest(plane.access, { path: '/api/v1/namespaces' });
  const socket = connect(Number(new URL(plane.access.server).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.end('GET / HTTP/1.1\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  const metrics = async () => (await rawRequest(plane.access, { path: '/metrics' })).text;
  await until('the handshake is counted', async () => /^apiserver_tls_handshake_errors_total 1$/m.test(await metrics()));
  const labels = 'verb="LIST",group="",version="v1",resource="namespaces",subresource="",scope="cluster",component="apiserver"';
  assert.match(await metrics(), new RegExp(`^apiserver_response_sizes_sum\\{${labels}\\} ${Buffer.byteLength(text)}$`, 'm'));
  assert.doesNotMatch(await metrics(), /^apiserver_response_sizes_count\{verb="POST"/m);

  await rawRequest(plane.access, { path: '/version', headers: { 'impersonate-user': 'somebody' } });
  await rawRequest({ server: plane.access.server, caPem: plane.access.caPem ?? '' }, { path: '/api/v1/namespaces' });
  await rawRequest(
    { server: plane.access.server, caPem: plane.access.caPem ?? '' },
    { path: '/api/v1/namespaces', headers: { authorization: 'Bearer nonsense' } },
  );
  for (const pattern of [
    /^authenticated_user_requests\{username="other"\} [1-9]/m,
    /^authentication_attempts\{result="success"\} [1-9]/m,
    /^authentication_attempts\{result="failure"\} 1$/m,
    /^authentication_duration_seconds_count\{result="success"\} [1-9]/m,
    /^authorization_attempts_total\{result="allowed"\} [1-9]/m,
    /^authorization_attempts_total\{result="no-opinion"\} 1$/m,
    /^apiserver_client_certificate_expiration_seconds_bucket\{le="15552000"\} 0$/m,
    /^apiserver_client_certificate_expiration_seconds_bucket\{le="\+Inf"\} [1-9]/m,
  ])
    assert.match(await metrics(), pattern);

  const counted = new ClientMetrics();
  await using transport = httpTransport({ access: plane.access, clock: systemClock, metrics: counted });
  const client = createClient({ transport, userAgent: 'test', clock: systemClock });
  await client.list(Namespace);
  await assert.rejects(client.get(Namespace, { name: 'none' }));
  const { host } = new URL(plane.access.server);
  const lines = writeMetrics(counted.metrics()).split('\n');
  for (const line of [
    `rest_client_requests_total{code="200",method="GET",host="${host}"} 1`,
    `rest_client_requests_total{code="404",method="GET",host="${host}"} 1`,
    `rest_client_request_duration_seconds_count{verb="GET",host="${host}"} 2`,
  ])
    assert(lines.includes(line), line);
});

test('a server that has too much to do lets some wait, tells the others when to come again, and lets administrators in', async () => {
  await using plane = await startControlPlane({ controllers: false, inFlightMaximums: { readOnly: 400, mutating: 1 } });
  await plane.client.create(Role, {
    metadata: { name: 'writer', namespace: 'default' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }],
  });
  await plane.client.create(RoleBinding, {
    metadata: { name: 'somebody', namespace: 'default' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'somebody' }],
  });
  await until('somebody may write', async () => (await created(plane)) === 201);
  await using transport = httpTransport({ access: plane.access, clock: systemClock });
  // On one connection, so that they come together.
  const askAtOnce = (headers: Readonly<Record<string, string>> = {}) =>
    Promise.all(
      Array.from({ length: 60 }, () =>
        transport({
          method: 'POST',
          path: '/api/v1/namespaces/default/configmaps',
          query: new URLSearchParams(),
          headers: { 'content-type': 'application/json', ...headers },
          credentials: { type: 'none' },
          body: { metadata: { generateName: 'a-' } },
          signal: new AbortController().signal,
        }),
      ),
    );
  const answers = await askAtOnce({ 'impersonate-user': 'somebody' });
  const refused = answers.find(({ code }) => code === 429);
  assert(refused, JSON.stringify(answers.map(({ code }) => code)));
  assert.equal(refused.headers?.['retry-after'], '1');
  assert(answers.some(({ code }) => code === 201));
  assert.deepEqual([...new Set((await askAtOnce()).map(({ code }) => code))], [201]);
  const { text } = await rawRequest(plane.access, { path: '/metrics' });
  assert.match(text, /^apiserver_request_terminations_total\{verb="POST",.*resource="configmaps",.*code="429"\} [1-9]/m);
});

async function created({ access }: TestControlPlane): Promise<number> {
  const headers = { 'content-type': 'application/json', 'impersonate-user': 'somebody' };
  const body = JSON.stringify({ metadata: { generateName: 'a-' } });
  return (await rawRequest(access, { method: 'POST', path: '/api/v1/namespaces/default/configmaps', headers, body })).code;
}
