import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silentLog } from '../../base/log.ts';
import { selfSigned } from '../../client/testing/self-signed.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { KubeletServer } from './kubelet-server.ts';
import type { KubeletView } from './kubelet-view.ts';
import type { Summary } from './statistics/summary.ts';
import { clientAuthority } from './testing/certificates.ts';
import { fakePod, fakeReviews, fakeView } from './testing/fake-node.ts';

type Context = { after(done: () => unknown): void };

const everything = ['get', 'create'].flatMap((verb) => ['proxy', 'stats', 'metrics'].map((what) => `admin ${verb} ${what}`));

async function started(
  t: Context,
  { view = fakeView(fakePod()), ...reviews }: { view?: KubeletView; tokens?: Record<string, string>; allowed?: readonly string[] } = {},
) {
  const [{ certificatePem, keyPem }, authority] = await Promise.all([selfSigned(), clientAuthority()]);
  const { client, asked } = fakeReviews({ tokens: { secret: 'robot' }, allowed: everything, ...reviews });
  const tls = { keyPem, certificatePem, clientCaPem: authority.caPem };
  const server = new KubeletServer({ host: '127.0.0.1', port: 0, tls, view, client, log: silentLog });
  await server.listen();
  const stop = new AbortController();
  const running = server.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await running;
  });
  const admin = await authority.issue('CN=admin,O=team');
  const base = { ca: certificatePem, host: '127.0.0.1', port: server.port, agent: false as const };
  const send = async (path: string, options: RequestOptions = {}): Promise<IncomingMessage> => {
    const outgoing = requestHttps({ ...base, ...admin, path, ...options });
    outgoing.end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return answer;
  };
  const ask = async (path: string, options: RequestOptions = {}) => {
    const answer = await send(path, options);
    let text = '';
    for await (const part of answer.setEncoding('utf8')) text += part as string;
    return { status: answer.statusCode, text, type: answer.headers['content-type'] };
  };
  const upgrade = async (path: string, options: RequestOptions = {}) => {
    const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1', ...(options.headers as Record<string, string> | undefined) };
    const outgoing = requestHttps({ ...base, ...admin, path, method: 'POST', ...options, headers });
    outgoing.end();
    return await Promise.race([
      once(outgoing, 'upgrade').then(([answer, socket]) => ({
        answer: answer as IncomingMessage,
        socket: socket as TLSSocket,
      })),
      once(outgoing, 'response').then(([answer]) => ({ answer: answer as IncomingMessage, socket: undefined })),
    ]);
  };
  return { ask, send, upgrade, asked, server, stranger: (await clientAuthority()).issue('CN=admin') };
}

const nobody = { cert: undefined, key: undefined };
const bearer = (token: string) => ({ ...nobody, headers: { authorization: `Bearer ${token}` } });

test('callers say who they are by certificate or token', async (t) => {
  const { ask, asked, stranger } = await started(t, { allowed: ['admin get proxy', 'robot get configz'] });
  const unknown = { status: 401, text: 'Unauthorized', type: 'text/plain; charset=utf-8' };
  assert.deepEqual(await ask('/configz', nobody), unknown);
  assert.deepEqual(await ask('/configz', bearer('wrong')), unknown);
  assert.deepEqual(await ask('/configz', await stranger), unknown);
  assert.deepEqual(asked, ['token wrong']);
  assert.equal((await ask('/configz')).status, 200);
  assert.equal((await ask('/configz', bearer('secret'))).status, 200);
  assert.equal((await ask('/configz', bearer('secret'))).status, 200);
  // Answers are remembered.
  assert.deepEqual(asked, ['token wrong', 'admin get configz', 'admin get proxy', 'token secret', 'robot get configz']);
});

test('callers may do what the API server says they may', async (t) => {
  const { ask } = await started(t, { allowed: ['admin get metrics', 'admin get healthz'] });
  assert.equal((await ask('/metrics')).status, 200);
  assert.equal((await ask('/healthz')).text, 'ok');
  assert.deepEqual(await ask('/run/shop/web/main?cmd=ls', { method: 'POST' }), {
    status: 403,
    text: 'Forbidden (user=admin, verb=create, resource=nodes, subresource(s)=[proxy])\n',
    type: 'text/plain; charset=utf-8',
  });
  assert.equal((await ask('/pods')).text, 'Forbidden (user=admin, verb=get, resource=nodes, subresource(s)=[pods proxy])\n');
  // Not by another way of writing it, either.
  assert.equal((await ask('/metrics/../pods')).status, 403);
  assert.equal((await ask('//pods')).status, 403);
});

test('the kubelet tells of its pods and settings', async (t) => {
  const sandboxes = { list: async () => [{ id: 's1', labels: { 'io.kubernetes.pod.name': 'web', 'io.kubernetes.pod.uid': 'u1' } }] };
  const labels = { 'io.kubernetes.container.name': 'main' };
  const summary = { node: { cpu: { time: '2026-01-01T00:00:02.345Z' } }, pods: [] } as unknown as Summary; // enough to be shown
  const containers = { list: async () => [{ sandboxId: 's1', image: { image: 'web:1' }, labels }] };
  const { ask } = await started(t, { view: fakeView({ ...fakePod(), runtime: { sandboxes, containers }, summary }) });
  const { status, text, type } = await ask('/pods');
  assert.deepEqual([status, type], [200, 'application/json']);
  const list = JSON.parse(text) as { kind: string; items: { metadata: { name: string } }[] };
  assert.deepEqual([list.kind, list.items.map(({ metadata }) => metadata.name)], ['PodList', ['web']]);
  const running = JSON.parse((await ask('/runningpods/')).text) as { items: unknown };
  assert.deepEqual(running.items, [
    {
      metadata: { name: 'web', namespace: '', uid: 'u1' },
      spec: { containers: [{ name: 'main', image: 'web:1', resources: {} }] },
      status: {},
    },
  ]);
  assert.deepEqual(JSON.parse((await ask('/configz')).text), { kubeletconfig: { kind: 'KubeletConfiguration' } });
  assert.deepEqual(JSON.parse((await ask('/stats/summary')).text), { node: { cpu: { time: '2026-01-01T00:00:02Z' } }, pods: [] });
  assert.equal((await ask('/nothing')).status, 404);
  assert.equal((await ask('/pods', { method: 'POST' })).status, 405);
  assert.match((await ask('/metrics')).text, /^kubelet_running_pods 1$/m);
});

test('health says what is wrong', async (t) => {
  const healthChecks = {
    syncloop: () => {
      throw new Error('stuck');
    },
  };
  const { ask } = await started(t, { view: fakeView({ ...fakePod(), healthChecks }) });
  assert.deepEqual(
    [(await ask('/healthz')).status, (await ask('/healthz')).text],
    [500, '[+]ping ok\n[+]log ok\n[-]syncloop failed: reason withheld\nhealthz check failed\n'],
  );
  assert.equal((await ask('/healthz?exclude=syncloop')).text, 'ok');
  assert.equal(
    (await ask('/healthz?exclude=syncloop&verbose')).text,
    '[+]ping ok\n[+]log ok\n[+]syncloop excluded: ok\nhealthz check passed\n',
  );
  assert.equal((await ask('/healthz/ping')).text, 'ok');
  assert.equal((await ask('/healthz/syncloop')).text, 'internal server error: stuck\n');
  assert.equal((await ask('/healthz/constructor')).status, 404);
});

test('commands are run to their end', async (t) => {
  const containers = {
    execute: async (id: string, command: string[]) => ({
      stdout: Buffer.from(`${id} ${command.join('|')}`),
      stderr: Buffer.from('!'),
      exitCode: command[0] === 'fail' ? 3 : 0,
    }),
  };
  const { ask } = await started(t, { view: fakeView({ ...fakePod(), runtime: { containers } }) });
  const post = { method: 'POST' };
  assert.equal((await ask('/run/shop/web/main?cmd=ls%20-l', post)).text, 'c1 ls|-l!');
  assert.equal((await ask('/run/shop/web/u1/main?cmd=ls', post)).text, 'c1 ls!');
  assert.deepEqual(await ask('/run/shop/web/u2/main?cmd=ls', post), {
    status: 404,
    text: 'pod does not exist',
    type: 'text/plain; charset=utf-8',
  });
  assert.equal((await ask('/run/shop/web/side?cmd=ls', post)).text, 'container not found ("side")');
  assert.equal((await ask('/run/shop/web/main?cmd=fail', post)).text, "command 'fail' exited with 3: !");
});

test('logs are read and followed', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-kubelet-logs-'));
  t.after(() => rm(directory, { recursive: true }));
  const logPath = join(directory, '0.log');
  const line = (text: string) => `2026-01-01T00:00:00.5Z stdout F ${text}\n`;
  await writeFile(logPath, line('one'));
  const node = fakePod({ logPath });
  const { ask, send } = await started(t, { view: fakeView(node) });
  const path = '/containerLogs/shop/web/main';
  assert.deepEqual(await ask(path), { status: 200, text: 'one\n', type: 'text/plain; charset=utf-8' });
  assert.equal((await ask(`${path}?timestamps=true`)).text, '2026-01-01T00:00:00.500000000Z one\n');
  for (const [target, status, text] of [
    [`${path}?tailLines=x`, 400, '{"message": "Unable to decode query."}'],
    [`${path}?limitBytes=0`, 422, '{"message": "Invalid request."}'],
    [`${path}?previous=true`, 400, 'previous terminated container "main" in pod "web" not found'],
    ['/containerLogs/shop/none/main', 404, 'pod "none" does not exist'],
    ['/containerLogs/shop/web/side', 404, 'container "side" not found in pod "web"'],
  ] as const) {
    assert.deepEqual(await ask(target), { status, text, type: 'text/plain; charset=utf-8' });
  }

  const following = await send(`${path}?follow=true&tailLines=0`);
  assert.equal(following.statusCode, 200);
  const parts = following.setEncoding('utf8')[Symbol.asyncIterator]();
  await appendFile(logPath, line('two'));
  assert.equal((await parts.next()).value, 'two\n');
  Object.assign(node.observation.containers[0] ?? {}, { state: 'Exited' });
  assert.equal((await parts.next()).done, true);
});

/** A runtime's own server for streams, which sends everything back in capitals. */
async function streamingServer(t: Context) {
  const asked: string[] = [];
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    asked.push(`${request.method} ${request.url} ${request.headers['upgrade']}`);
    if (request.url === '/gone') socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\n\r\nno such token');
    else socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n');
    socket.on('data', (data: Buffer) => socket.write(data.toString().toUpperCase()));
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('streams are relayed to the runtime', { timeout: 20_000 }, async (t) => {
  const { url, asked: dialled } = await streamingServer(t);
  const asked: unknown[] = [];
  const runtime = {
    containers: {
      executeUrl: async (...all: unknown[]) => (asked.push(['exec', ...all.slice(0, 3)]), `${url}/exec/token`),
      attachUrl: async (...all: unknown[]) => (asked.push(['attach', ...all.slice(0, 2)]), `${url}/attach/token`),
    },
    sandboxes: { portForwardUrl: async (...all: unknown[]) => (asked.push(['forward', ...all.slice(0, 2)]), `${url}/portforward/token`) },
  };
  const { upgrade } = await started(t, { view: fakeView({ ...fakePod(), runtime }) });
  for (const path of [
    '/exec/shop/web/main?command=sh&command=-c&input=1&output=1&error=1',
    '/exec/shop/web/u1/main?command=sh&output=1&error=1&tty=1',
    '/attach/shop/web/main?output=1',
    '/portForward/shop/web',
    '/portForward/shop/web/u1',
  ]) {
    const { answer, socket } = await upgrade(path);
    assert.equal(answer.statusCode, 101, path);
    assert.ok(socket);
    socket.write('hello');
    assert.equal(String((await once(socket, 'data'))[0]), 'HELLO');
    socket.destroy();
  }
  assert.deepEqual(asked, [
    ['exec', 'c1', ['sh', '-c'], { tty: false, stdin: true, stdout: true, stderr: true }],
    ['exec', 'c1', ['sh'], { tty: true, stdin: false, stdout: true, stderr: false }],
    ['attach', 'c1', { tty: true, stdin: false, stdout: true, stderr: false }],
    ['forward', 's1', []],
    ['forward', 's1', []],
  ]);
  assert.equal(dialled[0], 'POST /exec/token SPDY/3.1');
});

test('a command may be as long as it likes', { timeout: 20_000 }, async (t) => {
  const { url } = await streamingServer(t);
  const command = 'x'.repeat(500_000);
  const asked: number[] = [];
  const containers = {
    executeUrl: async (_id: string, [given = '']: readonly string[]) => (asked.push(given.length), `${url}/exec/token`),
  };
  const { upgrade } = await started(t, { view: fakeView({ ...fakePod(), runtime: { containers } }) });
  const { answer, socket } = await upgrade(`/exec/shop/web/main?output=1&command=${command}`);
  assert.deepEqual([answer.statusCode, asked], [101, [command.length]]);
  socket?.destroy();
});

test('streams that cannot be had are refused', { timeout: 20_000 }, async (t) => {
  const { url } = await streamingServer(t);
  const gone = new RuntimeError('no such container', { code: 'NotFound', operation: 'Exec' });
  const containers = { executeUrl: () => Promise.reject(gone), attachUrl: async () => `${url}/gone` };
  const { upgrade, ask } = await started(t, { view: fakeView({ ...fakePod(), runtime: { containers } }) });
  const refusal = async (path: string, options: RequestOptions = {}) => {
    const { answer, socket } = await upgrade(path, options);
    assert.ok(!socket);
    let text = '';
    for await (const part of answer.setEncoding('utf8')) text += part as string;
    return [answer.statusCode, text];
  };
  assert.deepEqual(await refusal('/exec/shop/web/main?output=1', nobody), [401, 'Unauthorized']);
  assert.deepEqual(await refusal('/exec/shop/web/main?command=x'), [400, 'you must specify at least 1 of stdin, stdout, stderr']);
  assert.deepEqual(await refusal('/exec/shop/none/main?output=1'), [404, 'pod does not exist']);
  assert.deepEqual(await refusal('/exec/shop/web/main?output=1'), [404, 'no such container']);
  assert.deepEqual(await refusal('/attach/shop/web/main?output=1'), [404, 'no such token']);
  assert.deepEqual(await refusal('/portForward/shop/web/u2'), [404, 'pod not found']);
  assert.deepEqual(await refusal('/nowhere'), [404, '404: Page Not Found']);
  const webSocket = { headers: { upgrade: 'websocket' } };
  assert.deepEqual(await refusal('/portForward/shop/web', webSocket), [400, 'query parameter "port" is required']);
  assert.deepEqual(await ask('/exec/shop/web/main?output=1'), {
    status: 400,
    text: 'Upgrade request required',
    type: 'text/plain; charset=utf-8',
  });
});
