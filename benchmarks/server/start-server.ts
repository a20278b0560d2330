import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import { createClient } from '../../src/client/create-client.ts';
import type { Client } from '../../src/client/client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess } from '../../src/client/kubeconfig/access.ts';
import { loadKubeconfig } from '../../src/client/kubeconfig/load.ts';
import type { TokenRequest } from '../../src/kinds/authentication/token-request.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { ClusterRoleBinding } from '../../src/kinds/rbac/cluster-role-binding.ts';
import type { Observation, Order } from './observe.ts';

export const namespace = 'bench';

export interface StartOptions {
  /** The checkout whose server is measured, so that two can be compared. */
  readonly root: string;
  /** Kept when it is given, otherwise made and removed. */
  readonly dataDir?: string;
}

/** A server in a process of its own, on a durable store, with an administrator's token and a namespace to fill. */
export interface MeasuredServer extends AsyncDisposable {
  readonly client: Client;
  readonly token: string;
  /** Path of the administrator's. */
  readonly kubeconfig: string;
  readonly port: number;
  /** From the start of the process until it is ready. */
  readonly startMs: number;
  tell(order: Order): Promise<Observation>;
}

export async function startServer({ root, dataDir }: StartOptions): Promise<MeasuredServer> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'kubets-bench-')));
  const kubeconfig = join(folder, 'admin.kubeconfig');
  const observer = fileURLToPath(new URL('observe.ts', import.meta.url));
  const startedMs = performance.now();
  const options = `--data-dir ${folder} --secure-port 0 --bind-address 127.0.0.1 --write-kubeconfig ${kubeconfig} -v info`.split(' ');
  const child = spawn(process.execPath, ['--expose-gc', '--import', observer, join(root, 'src/main.ts'), 'apiserver', ...options], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache/compiled') },
  });
  const exited = once(child, 'exit');
  const ready = new Promise<number>((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
      const { port } = /"port":(?<port>\d+).*API server is ready/.exec(text)?.groups ?? {};
      if (port) resolve(Number(port));
    });
    void exited.then(() => reject(new Error(`the server has ended: ${text}`)));
  });
  const port = await ready;
  const startMs = performance.now() - startedMs;
  const transport = httpTransport({ access: await clusterAccess(await loadKubeconfig([kubeconfig]), {}), clock: systemClock });
  const client = createClient({ transport, userAgent: 'benchmark', clock: systemClock });
  return {
    client,
    kubeconfig,
    port,
    startMs,
    token: await administrator(client),
    async tell(order) {
      const answer = once(child, 'message');
      child.send(order);
      // The observer answers each order, one by one, with this.
      return (await answer)[0] as Observation;
    },
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      child.kill('SIGTERM');
      await exited;
      if (!dataDir) await rm(folder, { recursive: true });
    },
  };
}

/** The token of a service account with a role, as programs in a cluster have one. */
async function administrator(client: Client): Promise<string> {
  const name = 'administrator';
  if (!(await client.list(Namespace, {})).items.some(({ metadata }) => metadata.name === namespace)) {
    await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
    await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });
    await client.create(ServiceAccount, { metadata: { name, namespace } });
    await client.create(ClusterRoleBinding, {
      metadata: { name: 'benchmark' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [], expirationSeconds: 36_000 } };
  const { status } = await client.post<TokenRequest>(ServiceAccount, { name, namespace }, 'token', body);
  return status.token ?? '';
}
