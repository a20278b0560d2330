import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { systemClock } from '../../src/base/clock.ts';
import { randomBelow } from '../../src/base/random.ts';
import type { Client } from '../../src/client/client.ts';
import { startEtcd } from '../../src/storage/etcd/testing/etcd.ts';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';
import { Forwarder } from './forwarder.ts';

/** Something that goes wrong, and is well again when it resolves. */
export interface Fault {
  readonly name: string;
  inflict(): Promise<void>;
}

/** What is tested: API servers with their store, and what can befall them. */
export interface Target extends AsyncDisposable {
  readonly clients: readonly (() => Client)[];
  readonly faults: readonly Fault[];
}

/** How long something is paused or cut off: at times shorter than others wait for it, at times longer. */
const absenceMs = () => 100 + randomBelow(1500);

/** One API server with the embedded store. */
export async function embeddedTarget(): Promise<Target> {
  const folder = await temporaryFolder();
  try {
    const server = await restartable(folder.path, []);
    return {
      clients: [server.client],
      faults: server.faults,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

/** Two API servers on three members of etcd, which each of them reaches by ways that can be cut. */
export async function etcdTarget(): Promise<Target> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const etcd = stack.use(await startEtcd({ members: 3 }));
  const servers: Restartable[] = [];
  const cuts: Fault[] = [];
  for (const name of ['a', 'b']) {
    const ways: Forwarder[] = [];
    for (const url of etcd.servers) ways.push(stack.use(await Forwarder.to(Number(new URL(url).port))));
    const path = join(folder.path, name);
    await mkdir(path);
    // Each prefers another member.
    const order = name === 'a' ? ways : ways.toReversed();
    servers.push(stack.use(await restartable(path, ['--etcd-servers', order.map(({ port }) => `http://127.0.0.1:${port}`).join(',')])));
    cuts.push({
      name: `cut ${name} off from one member`,
      async inflict() {
        const way = ways[randomBelow(ways.length)];
        way?.cut();
        await systemClock.sleep(absenceMs());
        way?.heal();
      },
    });
  }
  const members: Fault[] = etcd.servers.flatMap((_, member) => [
    {
      name: `kill member ${member}`,
      async inflict() {
        await etcd.kill(member);
        await systemClock.sleep(absenceMs());
        await etcd.start(member);
      },
    },
    {
      name: `pause member ${member}`,
      async inflict() {
        etcd.signal(member, 'SIGSTOP');
        await systemClock.sleep(absenceMs());
        etcd.signal(member, 'SIGCONT');
      },
    },
  ]);
  const kept = stack.move();
  return {
    clients: servers.map(({ client }) => client),
    faults: [...members, ...cuts, ...servers.flatMap(({ faults }) => faults)],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface Restartable extends AsyncDisposable {
  readonly client: () => Client;
  readonly faults: readonly Fault[];
}

/** An API server that can be killed, and comes back at the same port. */
async function restartable(dataDir: string, flags: readonly string[]): Promise<Restartable> {
  const port = await freePort();
  const start = () => startApiServerProcess({ dataDir, flags: [...flags, '--secure-port', String(port)] });
  let server: ApiServerProcess = await start();
  return {
    client: () => server.client,
    faults: [
      {
        name: 'kill the API server',
        async inflict() {
          await server.kill();
          server = await start();
        },
      },
      {
        name: 'pause the API server',
        async inflict() {
          server.signal('SIGSTOP');
          await systemClock.sleep(absenceMs());
          server.signal('SIGCONT');
        },
      },
    ],
    [Symbol.asyncDispose]: () => server.kill(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
