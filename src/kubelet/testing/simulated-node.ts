import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createInformers } from '../../client/create-informers.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ControlGroups } from '../cgroups/control-groups.ts';
import { PodCgroups } from '../cgroups/pod-cgroups.ts';
import type { VersionOneLayout } from '../cgroups/layout.ts';
import { createKubelet, type Kubelet } from '../kubelet.ts';
import type { VolumeManager } from '../volumes/volume-manager.ts';
import { PodApi } from './pod-api.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';

/** Time goes on in such steps, with a moment of real time for files to be written in between. */
const stepMs = 50;
const pauseMs = 1;
const mostSteps = 5000;

/** A whole kubelet on simulated containers, with a clock of its own and an API server that is just there. */
export class SimulatedNode implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly api = new PodApi();
  readonly runtime: SimulatedRuntime;
  readonly directory: string;
  readonly tornDown: string[] = [];
  kubelet: Kubelet | undefined;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(directory: string) {
    this.directory = directory;
    this.runtime = new SimulatedRuntime({ clock: this.clock });
    this.runtime.images.add('web:1');
    this.runtime.images.add('web:2');
  }

  static async start(): Promise<SimulatedNode> {
    const node = new SimulatedNode(await mkdtemp(join(tmpdir(), 'kubelet-')));
    await node.startKubelet();
    return node;
  }

  async startKubelet(): Promise<void> {
    const { api, clock, runtime, directory } = this;
    const { client } = api;
    this.#stop = new AbortController();
    const informers = createInformers({ client, clock, log: silentLog });
    const cgroups = join(directory, 'cgroup');
    await mkdir(cgroups, { recursive: true });
    const layout: VersionOneLayout = { version: 1, controllers: new Map([['freezer', cgroups]]), hierarchies: [cgroups] };
    this.kubelet = await createKubelet({
      nodeName: 'n1',
      client,
      informers,
      runtime,
      clock,
      log: silentLog,
      cgroups: new PodCgroups({ groups: new ControlGroups({ layout, clock, kill: () => {} }), root: '/' }),
      cgroupVersion: 1,
      volumes: this.#volumes(),
      environment: { of: async () => [{ name: 'WHO', value: 'world' }] },
      rootDirectory: join(directory, 'kubelet'),
      podLogsDirectory: join(directory, 'logs'),
      nodeAddresses: ['10.0.0.1'],
      dns: { clusterServers: ['10.96.0.10'] },
    });
    this.#running = Promise.all([informers.run(this.#stop.signal), this.kubelet.run(this.#stop.signal)]).then(() => {});
  }

  /** As a crash: nothing is tidied up. */
  async stopKubelet(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  createPod(name: string, spec: Partial<Pod['spec']> = {}): Pod {
    const containers = spec.containers ?? [{ name: 'main', image: 'web:1' }];
    const full = { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, nodeName: 'n1', ...spec, containers };
    return this.api.put(Pod, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: full });
  }

  pod(name: string): Pod | undefined {
    return this.api.get(Pod, { namespace: 'default', name });
  }

  /** Lets time go on until something is so. Fails with what is there instead. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    for (let steps = 0; steps < mostSteps; steps++) {
      if (isSo()) return;
      await this.clock.advance(stepMs);
      await systemClock.sleep(pauseMs);
    }
    const pods = (await this.api.client.list(Pod)).items.map(({ metadata, status }) => ({ name: metadata.name, status }));
    throw new Error(
      `${what} did not happen: ${JSON.stringify({ pods, calls: this.runtime.calls, events: this.api.events }, undefined, 1)}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopKubelet();
    await rm(this.directory, { recursive: true, force: true });
  }

  #volumes(): VolumeManager {
    return {
      setUp: async () => new Map(),
      mountsFor: async () => ({ mounts: [], devices: [] }),
      tearDown: async (uid) => void this.tornDown.push(uid),
      podUids: async () => [],
      volumesInUse: () => [],
      run: (signal) => this.clock.sleep(Number.POSITIVE_INFINITY, signal),
    };
  }
}
