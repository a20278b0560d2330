import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../base/clock.ts';
import { GrpcClient, type GrpcServer, type GrpcTls } from '../../../base/grpc/client.ts';
import { commandIsThere } from './command.ts';
import { status } from '../methods.ts';

/** Why tests that need etcd are skipped; false when it is there. */
export const withoutEtcd: string | false = (await commandIsThere('etcd')) ? false : 'needs the Debian package etcd-server';

const startMs = 30_000;

export interface EtcdOptions {
  /** Default 1. */
  readonly members?: number;
  /** Further arguments for every member. */
  readonly args?: readonly string[];
  /** Clients are served, and have to show a certificate, by TLS. */
  readonly tls?: GrpcTls & { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string };
}

/** An etcd cluster of real processes with a folder of its own. */
export interface Etcd extends AsyncDisposable {
  /** Where each member listens for clients. */
  readonly servers: readonly string[];
  /** Where each member keeps its data. */
  readonly folders: readonly string[];
  start(member: number): Promise<void>;
  /** Ends a member as a power cut would, and waits until it is gone. */
  kill(member: number): Promise<void>;
  signal(member: number, signal: NodeJS.Signals): void;
}

export async function startEtcd({ members = 1, args = [], tls }: EtcdOptions = {}): Promise<Etcd> {
  const folder = await mkdtemp(join(await memoryFolder(), 'kubets-etcd-'));
  const ports = await freePorts(members * 2);
  const peerUrl = (index: number) => `http://127.0.0.1:${ports[members + index]}`;
  const url = (index: number) => `${tls ? 'https' : 'http'}://127.0.0.1:${ports[index]}`;
  const indexes = Array.from({ length: members }, (_, index) => index);
  const peers = indexes.map((index) => `m${index}=${peerUrl(index)}`).join(',');
  const folders = indexes.map((index) => join(folder, `m${index}`));
  const children: (ChildProcess | undefined)[] = [];
  const start = async (index: number) => {
    const own = {
      name: `m${index}`,
      'data-dir': folders[index],
      'listen-client-urls': url(index),
      'advertise-client-urls': url(index),
      'listen-peer-urls': peerUrl(index),
      'initial-advertise-peer-urls': peerUrl(index),
      'initial-cluster': peers,
      'heartbeat-interval': 50,
      'election-timeout': 500,
      'log-level': 'error',
      ...(tls && { 'cert-file': tls.certificateFile, 'key-file': tls.keyFile, 'trusted-ca-file': tls.caFile, 'client-cert-auth': true }),
    };
    const all = [...Object.entries(own).map(([option, value]) => `--${option}=${value}`), ...args];
    children[index] = spawn('etcd', all, { stdio: 'ignore', env: { ...process.env, ETCD_UNSUPPORTED_ARCH: process.arch } });
    await answers({ address: `127.0.0.1:${ports[index]}`, tls }, children[index]);
  };
  const end = async (index: number, signal: NodeJS.Signals) => {
    const child = children[index];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const etcd: Etcd = {
    servers: indexes.map(url),
    folders,
    start,
    kill: (index) => end(index, 'SIGKILL'),
    signal: (index, signal) => void children[index]?.kill(signal),
    async [Symbol.asyncDispose]() {
      await Promise.all(indexes.map((index) => end(index, 'SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(indexes.map(start));
    return etcd;
  } catch (error) {
    await etcd[Symbol.asyncDispose]();
    throw error;
  }
}

/** In memory where there is such a place: tests kill processes, not machines, and the disk is busy. */
const memoryFolder = (): Promise<string> =>
  access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  );

/** Waits until a member serves. */
async function answers(server: GrpcServer, child: ChildProcess | undefined): Promise<void> {
  using client = new GrpcClient(server);
  const endsAtMs = systemClock.now() + startMs;
  for (;;) {
    try {
      await client.call(status, {}, { timeoutMs: 1000 });
      return;
    } catch (error) {
      if (child?.exitCode !== null) throw new Error(`etcd has ended with ${child?.exitCode}`, { cause: error });
      if (systemClock.now() > endsAtMs) throw error;
      await systemClock.sleep(20);
    }
  }
}

/** Held all at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
