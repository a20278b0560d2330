import type { Clock } from '../../base/clock.ts';
import { Channel } from '../../base/channel.ts';
import type { Container, ContainerConfig, ContainerStatus, ExecutionResult } from '../runtime/container.ts';
import type { Program } from './program.ts';
import { SimulatedImages } from './simulated-images.ts';
import { RuntimeError, type RuntimeErrorCode } from '../runtime/runtime-error.ts';
import type { ContainerEvent, ContainerRuntime, RuntimeStatus } from '../runtime/runtime.ts';
import type { SandboxConfig, SandboxStatus } from '../runtime/sandbox.ts';

interface SimulatedContainer {
  status: ContainerStatus;
  readonly sandboxId: string;
  readonly config: ContainerConfig;
  readonly program: Program;
}

interface SimulatedSandbox {
  status: SandboxStatus;
  readonly config: SandboxConfig;
}

/**
 * A container runtime without containers: keeps what the contract promises, lets programs run by the clock, and remembers what
 * it was asked. What the API offers beyond pods and images is left out.
 */
export class SimulatedRuntime implements ContainerRuntime {
  readonly #clock: Clock;
  readonly #sandboxes = new Map<string, SimulatedSandbox>();
  readonly #containers = new Map<string, SimulatedContainer>();
  /** By image. */
  readonly programs = new Map<string, Program>();
  readonly images = new SimulatedImages({ note: (what, name) => this.#note(what, name) });
  /** Calls that changed something, with the name of what they were about. */
  readonly calls: string[] = [];
  /** Set to make the next call of a kind fail: `run`, `create`, `pull` and so on. */
  readonly failures = new Map<string, RuntimeError>();
  readonly #events = new Channel<ContainerEvent>();
  networkReady = true;
  hasEvents = false;
  #count = 0;
  #address = 1;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  [Symbol.dispose](): void {}

  /** As a power cut leaves it: nothing runs, everything is known. */
  powerCut(): void {
    for (const id of this.#sandboxes.keys()) this.killSandbox(id);
    for (const [id, { status }] of this.#containers) if (status.state === 'Running') this.exit(id, 255, 'Unknown');
  }

  killSandbox(id: string): void {
    const sandbox = this.#sandbox(id);
    sandbox.status = { ...sandbox.status, state: 'NotReady' };
  }

  /** Ends a container, as its own program would. */
  exit(id: string, exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): void {
    const container = this.#container(id);
    if (container.status.state === 'Exited') return;
    const { status } = container;
    container.status = {
      ...status,
      state: 'Exited',
      exitCode,
      reason,
      finishedAtNs: this.#now(),
      startedAtNs: status.startedAtNs || this.#now(),
    };
    this.#tell(container, 'Stopped');
  }

  running(): readonly string[] {
    return [...this.#containers.values()].filter(({ status }) => status.state === 'Running').map(({ config }) => config.metadata.name);
  }

  idOf(name: string): string | undefined {
    return [...this.#containers.values()].findLast(({ config }) => config.metadata.name === name)?.status.id;
  }

  configOf(name: string): ContainerConfig | undefined {
    return [...this.#containers.values()].findLast(({ config }) => config.metadata.name === name)?.config;
  }

  sandboxConfigs(): readonly SandboxConfig[] {
    return [...this.#sandboxes.values()].map(({ config }) => config);
  }

  readonly sandboxes: ContainerRuntime['sandboxes'] = {
    run: async (config) => {
      this.#note('run', config.metadata.name);
      const id = `sandbox-${++this.#count}`;
      const { metadata, labels = {}, annotations = {}, linux } = config;
      const namespaces = linux?.securityContext?.namespaces;
      const ips = namespaces?.network === 'Node' ? [] : [`10.244.0.${++this.#address}`];
      this.#sandboxes.set(id, {
        config,
        status: {
          id,
          metadata,
          state: 'Ready',
          createdAtNs: this.#now(),
          labels,
          annotations,
          handler: '',
          ips,
          ...(namespaces && { namespaces }),
        },
      });
      return id;
    },
    stop: async (id) => {
      const sandbox = this.#sandboxes.get(id);
      if (!sandbox) return;
      this.#note('stop sandbox', sandbox.config.metadata.name);
      for (const { status, sandboxId } of this.#containers.values())
        if (sandboxId === id && status.state === 'Running') this.exit(status.id, 137);
      this.killSandbox(id);
    },
    remove: async (id) => {
      if (!this.#sandboxes.delete(id)) return;
      this.#note('remove sandbox', id);
      for (const [containerId, { sandboxId }] of this.#containers) if (sandboxId === id) this.#containers.delete(containerId);
    },
    status: async (id) => ({ status: this.#sandbox(id).status, info: {}, containers: [], observedAtNs: 0n }),
    list: async () => [...this.#sandboxes.values()].map(({ status }) => status),
    updateResources: async () => {},
    portForwardUrl: () => this.#unimplemented('PortForward'),
    statistics: () => this.#unimplemented('PodSandboxStats'),
    listStatistics: () => this.#unimplemented('ListPodSandboxStats'),
    listMetrics: () => this.#unimplemented('ListPodSandboxMetrics'),
  };

  readonly containers: ContainerRuntime['containers'] = {
    create: async (sandboxId, config) => {
      this.#note('create', config.metadata.name);
      const { metadata, image, labels = {}, annotations = {}, mounts = [], logPath = '' } = config;
      const sandbox = this.#sandbox(sandboxId);
      const found = this.images.find(image.image);
      if (!found) throw this.#error('NotFound', `image ${image.image} is not there`, 'CreateContainer');
      const id = `container-${++this.#count}`;
      const name = found.tags[0] ?? '';
      const status: ContainerStatus = {
        id,
        metadata,
        state: 'Created',
        createdAtNs: this.#now(),
        startedAtNs: 0n,
        finishedAtNs: 0n,
        exitCode: 0,
        reason: '',
        message: '',
        image: { image: name },
        imageRef: `${name}@sha256:0`,
        imageId: found.id,
        labels,
        annotations,
        mounts,
        logPath: `${sandbox.config.logDirectory ?? ''}/${logPath}`,
      };
      this.#containers.set(id, { status, sandboxId, config, program: this.programs.get(name) ?? {} });
      return id;
    },
    start: async (id) => {
      const container = this.#container(id);
      this.#note('start', container.config.metadata.name);
      const { program } = container;
      if (program.cannotStart !== undefined) {
        this.exit(id, 128, 'StartError');
        throw this.#error('Unknown', program.cannotStart, 'StartContainer');
      }
      container.status = { ...container.status, state: 'Running', startedAtNs: this.#now() };
      this.#tell(container, 'Started');
      const { exits } = program;
      if (exits) void this.#clock.sleep(exits.afterMs).then(() => this.#containers.has(id) && this.exit(id, exits.code));
    },
    stop: async (id, { graceSeconds = 0, signal } = {}) => {
      const container = this.#containers.get(id);
      if (!container || container.status.state !== 'Running') return;
      this.#note(`stop ${graceSeconds}`, container.config.metadata.name);
      const { stopsAfterMs = 0 } = container.program;
      const graceMs = graceSeconds * 1000;
      await this.#clock.sleep(Math.min(stopsAfterMs, graceMs), signal);
      if (signal?.aborted) throw this.#error('Cancelled', 'cancelled by the caller', 'StopContainer');
      this.exit(id, stopsAfterMs > graceMs ? 137 : 143);
    },
    remove: async (id) => {
      const container = this.#containers.get(id);
      if (!container) return;
      this.#note('remove', container.config.metadata.name);
      this.#containers.delete(id);
    },
    status: async (id) => ({ status: this.#container(id).status, info: {} }),
    list: async () =>
      [...this.#containers.values()].map(({ status, sandboxId }): Container => ({
        ...status,
        sandboxId,
        labels: status.labels,
        annotations: status.annotations,
      })),
    execute: async (id, command): Promise<ExecutionResult> => {
      const container = this.#container(id);
      this.#note(`execute ${command.join(' ')}`, container.config.metadata.name);
      const { exitCode, stdout = '' } = container.program.execute?.(command) ?? { exitCode: 0 };
      return { exitCode, stdout: Buffer.from(stdout), stderr: Buffer.alloc(0) };
    },
    executeUrl: () => this.#unimplemented('Exec'),
    attachUrl: () => this.#unimplemented('Attach'),
    updateResources: async (id, resources) => {
      const container = this.#container(id);
      this.#note('update', container.config.metadata.name);
      container.status = { ...container.status, resources };
    },
    reopenLog: async () => {},
    checkpoint: () => this.#unimplemented('CheckpointContainer'),
    statistics: () => this.#unimplemented('ContainerStats'),
    listStatistics: () => this.#unimplemented('ListContainerStats'),
  };

  version = async () => ({ runtimeName: 'simulated', runtimeVersion: '1', apiVersion: 'v1' });

  status = async (): Promise<RuntimeStatus> => ({
    runtimeReady: true,
    networkReady: this.networkReady,
    conditions: [
      { type: 'RuntimeReady', status: true, reason: '', message: '' },
      { type: 'NetworkReady', status: this.networkReady, reason: 'NetworkPluginNotReady', message: 'no network' },
    ],
    handlers: [{ name: '', recursiveReadOnlyMounts: false, userNamespaces: false }],
    features: { supplementalGroupsPolicy: false, userNamespacesHostNetwork: false },
    info: {},
  });

  cgroupDriver = () => this.#unimplemented('RuntimeConfig');
  setPodCidr = async () => {};
  metricDescriptors = () => this.#unimplemented('ListMetricDescriptors');

  async *events(signal: AbortSignal): AsyncGenerator<ContainerEvent> {
    if (!this.hasEvents) await this.#unimplemented('GetContainerEvents');
    const stop = () => this.#events.close();
    signal.addEventListener('abort', stop, { once: true });
    yield* this.#events;
  }

  #tell({ status, sandboxId }: SimulatedContainer, type: ContainerEvent['type']): void {
    const sandbox = this.#sandboxes.get(sandboxId)?.status;
    this.#events.push({ containerId: status.id, type, createdAtNs: this.#now(), ...(sandbox && { sandbox }), containers: [status] });
  }

  /** Throws what the test has asked for. */
  #note(what: string, name: string): void {
    this.calls.push(`${what} ${name}`);
    const failure = this.failures.get(what);
    this.failures.delete(what);
    if (failure) throw failure;
  }

  #now(): bigint {
    // Never the same twice, so that there is an order.
    return BigInt(Math.trunc(this.#clock.now())) * 1_000_000n + BigInt(++this.#count);
  }

  #sandbox(id: string): SimulatedSandbox {
    const sandbox = this.#sandboxes.get(id);
    if (!sandbox) throw this.#error('NotFound', `no sandbox ${id}`, 'PodSandboxStatus');
    return sandbox;
  }

  #container(id: string): SimulatedContainer {
    const container = this.#containers.get(id);
    if (!container) throw this.#error('NotFound', `no container ${id}`, 'ContainerStatus');
    return container;
  }

  #error = (code: RuntimeErrorCode, message: string, operation: string) => new RuntimeError(message, { code, operation });

  #unimplemented(operation: string): Promise<never> {
    return Promise.reject(this.#error('Unimplemented', `${operation} is not simulated`, operation));
  }
}
