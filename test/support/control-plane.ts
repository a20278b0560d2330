import { join } from 'node:path';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import { silentLog, type Log } from '../../src/base/log.ts';
import type { InFlightMaximums } from '../../src/apiserver/in-flight-limits.ts';
import type { Client } from '../../src/client/client.ts';
import { clusterAccess, type ClusterAccess } from '../../src/client/kubeconfig/access.ts';
import { writeKubeconfig } from '../../src/client/kubeconfig/edit.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';
import { openControlPlane } from '../../src/cluster/control-plane.ts';
import { controllerManager } from '../../src/cluster/controllers.ts';
import { runStages } from '../../src/runtime/run-stages.ts';
import { temporaryFolder } from './api-server-process.ts';

/** An API server with a port and all controllers, in this process. There are no nodes. */
export interface TestControlPlane extends AsyncDisposable {
  /** A folder of its own, which goes with it. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly access: ClusterAccess;
  /** An administrator, without the wire. */
  readonly client: Client;
}

export interface ControlPlaneOptions {
  readonly clock?: Clock;
  /** Default true. */
  readonly controllers?: boolean;
  /** Says nothing, unless given. */
  readonly log?: Log;
  /** As upstream, unless given. */
  readonly inFlightMaximums?: InFlightMaximums;
}

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<TestControlPlane> {
  const { clock = systemClock, controllers = true, log = silentLog } = options;
  const folder = await temporaryFolder();
  const plane = await openControlPlane({
    dataDir: join(folder.path, 'data'),
    bindAddresses: ['127.0.0.1'],
    securePort: 0,
    serviceCidr: '10.96.0.0/16',
    inFlightMaximums: options.inFlightMaximums,
    clock,
    log,
  });
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  const announce = {
    name: 'announce',
    run: (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    ready: async () => ready.resolve(),
  };
  const manager = controllers ? controllerManager({ clientAs: plane.clientAs, clock, log }) : [];
  const done = runStages([...plane.stages, ...manager, [announce]], stopping.signal);
  const stop = async () => {
    stopping.abort();
    await done;
    await plane.close();
    await folder[Symbol.asyncDispose]();
  };
  await Promise.race([ready.promise, done]);
  const kubeconfig = join(folder.path, 'kubeconfig');
  const [authority, admin] = await Promise.all([plane.certificates.authority(), plane.certificates.certificate('admin')]);
  const server = `https://127.0.0.1:${plane.port}`;
  await writeKubeconfig(kubeconfig, {
    name: 'test',
    server,
    caPem: authority.certificatePem,
    certificatePem: admin.certificatePem,
    keyPem: admin.keyPem,
  });
  return {
    folder: folder.path,
    kubeconfig,
    access: await clusterAccess(await loadKubeconfigFile(kubeconfig)),
    client: plane.clientAs({ name: 'admin', groups: ['system:masters', 'system:authenticated'] }),
    [Symbol.asyncDispose]: stop,
  };
}
