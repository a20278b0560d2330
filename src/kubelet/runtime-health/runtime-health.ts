import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { ContainerRuntime, RuntimeFeatures, RuntimeHandler, RuntimeVersion } from '../runtime/runtime.ts';

export interface RuntimeHealthOptions {
  readonly runtime: ContainerRuntime;
  readonly clock: Clock;
  readonly log: Log;
}

/** Until it works it is asked often, since everything waits for that. */
const impatientPeriodMs = 100;
const calmPeriodMs = 5000;
const deafAfterMs = 30_000;

/** Whether the runtime is up, whether pods can have a network, and what it can do. */
export class RuntimeHealth {
  readonly #options: RuntimeHealthOptions;
  readonly #listeners = new Set<() => void>();
  readonly #firstAnswer = Promise.withResolvers<RuntimeVersion>();
  #version: RuntimeVersion | undefined;
  #handlers: readonly RuntimeHandler[] = [];
  #features: RuntimeFeatures = { supplementalGroupsPolicy: false, userNamespacesHostNetwork: false };
  #runtimeProblem: string | undefined = 'container runtime status check may not have completed yet';
  #networkProblem: string | undefined = 'container runtime status check may not have completed yet';
  #answeredMs: number | undefined;

  constructor(options: RuntimeHealthOptions) {
    this.#options = options;
  }

  /** Resolves when the runtime has said what it is. */
  get known(): Promise<RuntimeVersion> {
    return this.#firstAnswer.promise;
  }

  get version(): RuntimeVersion | undefined {
    return this.#version;
  }

  /** What container ids begin with. */
  get runtimeName(): string {
    return this.#version?.runtimeName ?? '';
  }

  get handlers(): readonly RuntimeHandler[] {
    return this.#handlers;
  }

  get features(): RuntimeFeatures {
    return this.#features;
  }

  /** Why it does not work; undefined when it does. */
  get runtimeProblem(): string | undefined {
    const { clock } = this.#options;
    const deaf = this.#answeredMs !== undefined && clock.now() - this.#answeredMs > deafAfterMs;
    return deaf ? 'container runtime is down' : this.#runtimeProblem;
  }

  get networkProblem(): string | undefined {
    return this.#networkProblem;
  }

  /** Tells when a problem comes or goes. */
  observe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      const before = this.#problems;
      let answered = true;
      try {
        await this.#ask(signal);
      } catch (error) {
        if (signal.aborted) return;
        // A runtime that is restarted is no reason to give up the node: it has some time to come back.
        answered = false;
        log.debug({ err: error }, 'the runtime does not answer');
      }
      if (before !== this.#problems) for (const listener of this.#listeners) listener();
      await clock.sleep(answered && this.#problems === '' ? calmPeriodMs : impatientPeriodMs, signal);
    }
  }

  get #problems(): string {
    return `${this.runtimeProblem ?? ''}${this.networkProblem ?? ''}`;
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { runtime, clock } = this.#options;
    this.#version ??= await runtime.version({ signal });
    const { runtimeReady, networkReady, conditions, handlers, features } = await runtime.status({ signal });
    this.#firstAnswer.resolve(this.#version);
    this.#answeredMs = clock.now();
    this.#handlers = handlers;
    this.#features = features;
    const problemOf = (type: string) => {
      const { reason = '', message = '' } = conditions.find((condition) => condition.type === type) ?? {};
      return `${type}=false reason:${reason} message:${message}`;
    };
    this.#runtimeProblem = runtimeReady ? undefined : `container runtime not ready: ${problemOf('RuntimeReady')}`;
    this.#networkProblem = networkReady ? undefined : `container runtime network not ready: ${problemOf('NetworkReady')}`;
  }
}
