import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { systemClock } from '../../src/base/clock.ts';
import { randomBelow } from '../../src/base/random.ts';
import type { Client } from '../../src/client/client.ts';
import { startEtcd } from '../../src/storage/etcd/testing/etcd.ts';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';
import { freePort } from '../support/free-port.ts';
import { Forwarder } from './forwarder.ts';
import { smallDisk } from './small-disk.ts';

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

const smallBytes = 64 * 1024 * 1024;
const mortalStore = new URL('./fixtures/mortal-store.ts', import.meta.url);

/** One API server with the embedded store, whose thread can die, on a disk that can be full where that is permitted. */
export async function embeddedTarget(): Promise<Target> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const data = join(folder.path, 'data');
  await mkdir(data);
  const disk = await smallDisk(data, { bytes: smallBytes });
  if (disk) stack.use(disk);
  const server = stack.use(
    await restartable(folder.path, [], {
      command: disk?.command ?? [],
      env: { ...process.env, NODE_OPTIONS: `--import=${mortalStore.href}` },
    }),
  );
  const full: Fault[] = disk
    ? [
        {
          name: 'fill the disk',
          async inflict() {
            await disk.fill();
            await systemClock.sleep(absenceMs());
            await disk.clear();
          },
        },
        {
          name: 'fill the disk and kill the API server',
          async inflict() {
            await disk.fill();
            await systemClock.sleep(absenceMs());
            // It has to come back though there is no room.
            await server.restart('SIGKILL');
            await disk.clear();
          },
        },
      ]
    : [];
  const thread: Fault = { name: "kill the store's thread", inflict: () => server.restart('SIGUSR2') };
  const kept = stack.move();
  return {
    clients: [server.client],
    faults: [...server.faults, thread, ...full],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
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
  /** Sends the signal, waits until the server has ended by it, and starts it again. */
  restart(signal: NodeJS.Signals): Promise<void>;
}

interface Surroundings {
  readonly command?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** An API server that can be killed, and comes back at the same port. */
async function restartable(dataDir: string, flags: readonly string[], surroundings: Surroundings = {}): Promise<Restartable> {
  const port = await freePort();
  const start = () => startApiServerProcess({ dataDir, flags: [...flags, '--secure-port', String(port)], ...surroundings });
  let server: ApiServerProcess = await start();
  const restart = async (signal: NodeJS.Signals) => {
    server.signal(signal);
    await server.ended;
    await server.kill();
    server = await start();
  };
  return {
    client: () => server.client,
    restart,
    faults: [
      { name: 'kill the API server', inflict: () => restart('SIGKILL') },
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
