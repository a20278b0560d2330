import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { WebSocket, type RawData } from 'ws';
import { encodeMessage } from './channels.ts';
import { apiServer, execUrl, fakeKubelet, listen, success } from './fake-kubelet.ts';
import { bytesOf } from './web-socket.ts';

/** What kubectl does: collects the channels until the connection closes. */
function execClient(context: TestContext, port: number) {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/namespaces/default/pods/web/exec`, ['v5.channel.k8s.io']);
  context.after(() => webSocket.terminate());
  const channels: Record<number, Buffer> = {};
  webSocket.on('message', (data: RawData) => {
    const message = bytesOf(data);
    const channel = message[0] ?? -1;
    channels[channel] = Buffer.concat([channels[channel] ?? Buffer.alloc(0), message.subarray(1)]);
  });
  return {
    webSocket,
    channels,
    say: (channel: number, data: string | Buffer) => webSocket.send(encodeMessage(channel, Buffer.from(data))),
    endInput: () => webSocket.send(Buffer.of(255, 0)),
    closed: once(webSocket, 'close').then(([code]) => code as number),
    status: () => JSON.parse((channels[3] ?? Buffer.alloc(0)).toString()) as Record<string, unknown>,
  };
}

const exit7 = {
  metadata: {},
  status: 'Failure',
  message: 'command terminated with non-zero exit code: command terminated with exit code 7',
  reason: 'NonZeroExitCode',
  details: { causes: [{ reason: 'ExitCode', message: '7' }] },
};
test('exec carries input until its end, both outputs, and the exit code', async (context) => {
  const kubelet = await fakeKubelet(context, 4, ({ error, stdin, stdout, stderr }, connection) => {
    stderr?.write('a warning');
    const read: Buffer[] = [];
    stdin?.on('data', (chunk: Buffer) => read.push(chunk));
    stdin?.on('end', () => {
      stdout?.write(`read ${Buffer.concat(read).toString()}`);
      error?.write(JSON.stringify(exit7), () => void connection.close());
    });
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1&error=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  assert.equal(client.webSocket.protocol, 'v5.channel.k8s.io');
  client.say(0, 'one ');
  client.say(0, 'two');
  client.say(4, '{"Width":80}');
  client.endInput();
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'read one two');
  assert.equal(client.channels[2]?.toString(), 'a warning');
  assert.deepEqual(client.status(), exit7);
  assert.deepEqual(kubelet.order, ['error', 'stdin', 'stdout', 'stderr']);
  assert.equal(kubelet.requests[0]?.method, 'POST');
  assert.deepEqual(kubelet.requests[0]?.headersDistinct['x-stream-protocol-version'], ['v4.channel.k8s.io']);
  await Promise.all([...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

test('a terminal has a resize stream and no stderr', async (context) => {
  const kubelet = await fakeKubelet(context, 4, ({ error, stdin, stdout, resize }) => {
    resize?.once('data', (size: Buffer) => {
      stdout?.end(`now ${size.toString()}`);
      error?.end(success);
    });
    stdin?.resume();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1&error=1&tty=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  client.say(4, '{"Width":101,"Height":33}');
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'now {"Width":101,"Height":33}');
  assert.deepEqual(client.status(), { metadata: {}, status: 'Success' });
  assert.deepEqual(kubelet.order, ['error', 'stdin', 'stdout', 'resize']);
});

test('the client is told at once that it is connected', async (context) => {
  const kubelet = await fakeKubelet(context, 2, () => {});
  const api = await apiServer(context, execUrl(kubelet.port, 'error=1'));
  const client = execClient(context, api.port);
  const [first] = (await once(client.webSocket, 'message')) as [RawData];
  assert.deepEqual([...bytesOf(first)], [2]);
});

test('much output arrives whole, and is not piled up for a client that reads slowly', async (context) => {
  const totalBytes = 96 * 1024 * 1024;
  let writtenBytes = 0;
  let readBytes = 0;
  let mostBehindBytes = 0;
  const kubelet = await fakeKubelet(context, 2, ({ error, stdout }) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    void (async () => {
      assert.ok(stdout && error);
      while (writtenBytes < totalBytes) {
        writtenBytes += chunk.length;
        mostBehindBytes = Math.max(mostBehindBytes, writtenBytes - readBytes);
        if (!stdout.write(chunk)) await once(stdout, 'drain');
      }
      stdout.end();
      error.end(success);
    })();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'));
  const webSocket = new WebSocket(`ws://127.0.0.1:${api.port}/exec`, ['v5.channel.k8s.io']);
  context.after(() => webSocket.terminate());
  webSocket.on('message', (data) => {
    const message = bytesOf(data);
    if (message[0] === 1) readBytes += message.length - 1;
    webSocket.pause();
    setImmediate(() => webSocket.resume());
  });
  await once(webSocket, 'close');
  assert.equal(readBytes, totalBytes);
  // Most of it lies in the buffers of the kernel.
  assert.ok(mostBehindBytes < totalBytes / 2, `${mostBehindBytes} bytes behind`);
});

test('much input arrives whole, and waits while the command does not read', async (context) => {
  const { promise: received, resolve } = Promise.withResolvers<Buffer>();
  const kubelet = await fakeKubelet(context, 2, ({ error, stdin }) => {
    void (async () => {
      await until(() => stdin !== undefined && stdin.readableLength >= stdin.readableHighWaterMark);
      if (stdin) resolve(await buffer(stdin));
      error?.end(success);
    })();
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  const sent = Array.from({ length: 300 }, (_, index) => Buffer.alloc(50_000, index));
  for (const chunk of sent) client.say(0, chunk);
  client.endInput();
  assert.deepEqual(await received, Buffer.concat(sent));
  assert.equal(await client.closed, 1000);
  assert.equal(client.status()['status'], 'Success');
});

test('a command that ends without reading its input ends the session', async (context) => {
  const kubelet = await fakeKubelet(context, 3, ({ error, stdout }, connection) => {
    stdout?.write('done');
    error?.write(success, () => void connection.close());
  });
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1&output=1'));
  const client = execClient(context, api.port);
  await once(client.webSocket, 'open');
  assert.equal(await client.closed, 1000);
  assert.equal(client.channels[1]?.toString(), 'done');
  assert.equal(client.status()['status'], 'Success');
});

test('a client that leaves takes the connection to the kubelet with it', async (context) => {
  const started = Promise.withResolvers<void>();
  const kubelet = await fakeKubelet(context, 2, () => started.resolve());
  const api = await apiServer(context, execUrl(kubelet.port, 'input=1'));
  const client = execClient(context, api.port);
  await started.promise;
  client.webSocket.terminate();
  await Promise.all([...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

test('a kubelet that goes away in the middle is an internal error, not success', async (context) => {
  const kubelet = await fakeKubelet(context, 2, ({ stdout }, connection) => stdout?.write('half', () => connection.destroy()));
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'));
  const client = execClient(context, api.port);
  assert.equal(await client.closed, 1000);
  assert.equal(client.status()['status'], 'Failure');
  assert.equal(client.status()['reason'], 'InternalError');
});

test('aborting ends both sides', async (context) => {
  const started = Promise.withResolvers<void>();
  const abort = new AbortController();
  const kubelet = await fakeKubelet(context, 2, () => started.resolve());
  const api = await apiServer(context, execUrl(kubelet.port, 'output=1'), { signal: abort.signal });
  const client = execClient(context, api.port);
  client.webSocket.on('error', () => {});
  await started.promise;
  abort.abort();
  await Promise.all([client.closed, ...api.served, ...kubelet.connections.map(({ closed }) => closed)]);
});

const forbidden = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'no', reason: 'Forbidden', code: 403 };

for (const [name, status, body, expected] of [
  ['a Status', 403, JSON.stringify(forbidden), forbidden],
  [
    'plain text',
    404,
    'container not found ("c")\n',
    { reason: 'InternalError', message: 'Internal error occurred: unable to upgrade connection: container not found ("c")' },
  ],
] as const) {
  test(`a refusal by the kubelet with ${name} reaches the client as a Status`, async (context) => {
    const port = await listen(
      context,
      createServer((_request, response) => response.writeHead(status).end(body)),
    );
    const api = await apiServer(context, execUrl(port, 'output=1'));
    const client = execClient(context, api.port);
    assert.equal(await client.closed, 1000);
    assert.deepEqual({ ...client.status(), ...expected }, client.status());
  });
}

test('a kubelet that is not there is an internal error', async (context) => {
  const api = await apiServer(context, execUrl(1, 'output=1'));
  const client = execClient(context, api.port);
  assert.equal(await client.closed, 1000);
  assert.match(String(client.status()['message']), /^Internal error occurred: error dialing backend: /);
});

/** Waits for a condition, at most ten seconds. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(10_000);
  while (!condition()) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
