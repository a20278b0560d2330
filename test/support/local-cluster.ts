import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { withDeadline } from '../../src/base/deadline.ts';
import { randomBelow, randomSuffix } from '../../src/base/random.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess } from '../../src/client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';
import { checkHost } from '../../src/cluster/host/check.ts';
import { createFabric } from '../../src/cluster/local-node/fabric.ts';
import { adoptLocalNode, type LocalNode } from '../../src/cluster/local-node/local-node.ts';
import { testImages } from './images/test-images.ts';
import { kubectlFor, kubectlPrograms, runToEnd, type Kubectl, type Outcome } from './kubectl.ts';

const launcher = join(import.meta.dirname, '../../kubets');
const startMs = 120_000;

/** `kubets up` in a process of its own, with a kubeconfig and a data folder of its own. */
export interface LocalCluster extends AsyncDisposable {
  readonly name: string;
  readonly kubeconfig: string;
  /** Given as `--data-dir`. */
  readonly dataRoot: string;
  readonly dataFolder: string;
  readonly port: number;
  /** What every start of it is given. */
  readonly flags: readonly string[];
  /** The newest one there is. */
  readonly kubectl: Kubectl;
  /** What `kubets up` has written. */
  readonly output: string;
  /** Starts it, again too, and waits until it says that it is ready. */
  start(...flags: string[]): Promise<void>;
  /** Sends a signal to the control plane's process, waits for its end and gives its code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Another command about this cluster. */
  kubets(...args: string[]): Promise<Outcome>;
  /** As the administrator. */
  client(): Promise<Client>;
  /** A node, to look into. */
  node(name: string): Promise<LocalNode>;
}

/** Why there can be no real nodes here; false where there can. */
export async function noRealNodes(): Promise<string | false> {
  const problems = await checkHost();
  if (problems.length > 0) return `no real nodes here: ${problems.map(({ message }) => message).join(' ')}`;
  return (await kubectlPrograms()).length === 0 && 'no kubectl here';
}

/** A part of the address space that no other test has at the same time, and the folder that says so until it is removed. */
async function ownCorner(): Promise<{ readonly corner: number; readonly folder: string }> {
  for (let attempt = 0; attempt < corners; attempt++) {
    const corner = randomBelow(corners);
    const folder = join(tmpdir(), `kubets-e2e-corner-${corner}`);
    try {
      await mkdir(folder, { mode: 0o700 });
      return { corner, folder };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  throw new Error('all corners of the address space are taken');
}

/** As many service ranges as there is room for. */
const corners = 256;

/** A cluster that has not been started. Disposing stops it and deletes all of it. */
export async function localCluster(): Promise<LocalCluster> {
  const name = `e2e-${randomSuffix(6)}`;
  const { corner, folder: dataRoot } = await ownCorner();
  const dataFolder = join(dataRoot, name);
  const kubeconfig = join(dataRoot, 'kubeconfig');
  const [newest] = await kubectlPrograms();
  if (!newest) throw new Error('there is no kubectl');
  // The same at every start, as a user has it.
  const port = await freePort();
  // Chosen here, since those that a start would choose may be taken by another test between two starts.
  const flags = ['--secure-port', `${port}`, '--pod-cidr', rangeIn(128, corner), '--service-cidr', rangeIn(112, corner)];
  const about = ['--name', name, '--data-dir', dataRoot];
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  let running: ChildProcess | undefined;
  let output = '';
  await using stack = new AsyncDisposableStack();
  let client: Promise<Client> | undefined;

  const kubets = (...args: string[]) => {
    const options = args.findIndex((arg) => arg.startsWith('-'));
    const words = options < 0 ? args : args.slice(0, options);
    return runToEnd(launcher, [...words, ...about, ...args.slice(words.length)], { env, timeoutMs: startMs });
  };
  const start = async (...more: string[]) => {
    output = '';
    const child = spawn(launcher, ['up', ...about, ...flags, ...more], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    const ready = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('The cluster is ready')) ready.resolve();
      });
    }
    child.once('exit', (code) => ready.reject(new Error(`kubets up ended with ${code}: ${output}`)));
    await withDeadline(ready.promise, { timeoutMs: startMs, otherwise: `kubets up was not ready in time: ${output}`, clock: systemClock });
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = running;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    const [code] = (await withDeadline(ended, {
      timeoutMs: 60_000,
      otherwise: `kubets up did not end: ${output}`,
      clock: systemClock,
    })) as [number | null];
    return code;
  };
  const connect = async () => {
    const transport = httpTransport({ access: await clusterAccess(await loadKubeconfigFile(kubeconfig)), clock: systemClock });
    resources.use(transport);
    return createClient({ transport, userAgent: 'test', clock: systemClock });
  };
  const resources = stack.move();
  return {
    name,
    kubeconfig,
    dataRoot,
    dataFolder,
    kubectl: kubectlFor(newest, kubeconfig),
    port,
    flags,
    get output() {
      return output;
    },
    start,
    end,
    kubets,
    client: () => (client ??= connect()),
    async node(nodeName) {
      const node = await adoptLocalNode(await createFabric({ clusterName: name, dataFolder }), nodeName);
      if (!node) throw new Error(`node ${nodeName} does not run`);
      return node;
    },
    async [Symbol.asyncDispose]() {
      await resources[Symbol.asyncDispose]();
      await end('SIGKILL');
      const { code, stderr } = await kubets('down', '--delete');
      await rm(dataRoot, { recursive: true, force: true });
      if (code !== 0) throw new Error(`kubets down failed: ${stderr}`);
    },
  };
}

/** One of 1024 ranges of 4096 addresses, sixteen in each 10.N.0.0/16. */
const rangeIn = (from: number, index: number) => `10.${from + (index >> 4)}.${(index & 15) * 16}.0/20`;

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Puts the images tests use on the nodes. */
export async function loadTestImages(cluster: LocalCluster): Promise<{ busybox: string; nginx: string }> {
  const { busybox, nginx } = await testImages();
  const { code, stderr } = await cluster.kubets('image', 'load', busybox.path, nginx.path);
  if (code !== 0) throw new Error(`images could not be loaded: ${stderr}`);
  return { busybox: busybox.reference, nginx: nginx.reference };
}
