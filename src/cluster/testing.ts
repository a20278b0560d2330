import { generateKeyPairSync } from 'node:crypto';
import { systemClock, type Clock } from '../base/clock.ts';
import { silentLog, type Log } from '../base/log.ts';
import { untilAborted } from '../base/unless-aborted.ts';
import { apiServerUser } from '../apiserver/authentication/user.ts';
import type { RuntimeConfig } from '../apiserver/enablement/runtime-config.ts';
import { handle } from '../apiserver/handle.ts';
import type { ApiServer } from '../apiserver/server.ts';
import type { Client } from '../client/client.ts';
import { featureGates, type FeatureGates } from '../model/features/feature-gates.ts';
import type { Kind } from '../model/kind.ts';
import type { ApiRequest, ApiResponse, User } from '../model/request.ts';
import type { Component } from '../runtime/component.ts';
import { runStages } from '../runtime/run-stages.ts';
import { MemoryStore } from '../storage/memory/store.ts';
import type { Store } from '../storage/store.ts';
import { clusterApiServer, type ClientAs } from './api-server.ts';
import { ensureBootstrapObjects } from './bootstrap/ensure.ts';
import { accountTokenSigner } from './account-token-signer.ts';
import { controllerManager } from './controllers.ts';
import { fakeNodeStages } from './fake-nodes/run.ts';
import { PartObserver } from './part-observer.ts';
import { schedulerStages } from './scheduler.ts';

export interface StartClusterOptions {
  /** What runs beside the API server. Nothing, unless given. */
  readonly parts?: readonly Part[];
  readonly clock?: Clock;
  readonly log?: Log;
  /** In memory, unless given. The caller closes a store it gives. */
  readonly store?: Store;
  readonly serviceCidr?: string;
  /** As `--feature-gates` says it, e.g. `{ GenericWorkload: true }`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** As `--runtime-config` says it, e.g. `{ 'api/beta': 'true' }`. */
  readonly runtimeConfig?: RuntimeConfig;
  /** Nodes that are objects only, whose pods run in name. None, unless given. */
  readonly fakeNodes?: FakeNodes;
  /** Kinds of the caller's own, served after the built-in ones. */
  readonly kinds?: readonly Kind[];
  /** Whether the roles, namespaces and priority classes of every cluster are made. Default true. */
  readonly bootstrap?: boolean;
}

export type Part = 'controllers' | 'scheduler';

export interface FakeNodes {
  readonly count: number;
  /** How long pods take to start, once they have a node. Default 0. */
  readonly podStartMs?: number;
  /** How long pods take to stop, within their grace. Default 0. */
  readonly podStopMs?: number;
}

/** A cluster inside this process: no ports, no root, no files. */
export interface TestCluster extends AsyncDisposable {
  /** As an administrator. */
  readonly client: Client;
  clientAs(user: User): Client;
  /** Any request, as `credentials` say. */
  handle(request: ApiRequest): Promise<ApiResponse>;
  readonly server: ApiServer;
  stop(): Promise<void>;
}

const administrator: User = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** Starts an API server with the chosen parts. Resolves when it is ready. */
export async function startCluster(options: StartClusterOptions = {}): Promise<TestCluster> {
  const { parts = [], clock = systemClock, log = silentLog, serviceCidr = '10.96.0.0/16', bootstrap = true } = options;
  const store = options.store ?? new MemoryStore();
  const serviceAccountKeyPem = newKeyPem();
  const gates = featureGates(options.featureGates ?? {});
  const observer = new PartObserver({ clock });
  const api = clusterApiServer({
    observer,
    store,
    clock,
    log,
    serviceCidr,
    serviceAccountKeyPem,
    gates,
    runtimeConfig: options.runtimeConfig,
    kinds: options.kinds,
  });
  const stopping = new AbortController();
  const started = Promise.withResolvers<void>();
  const server: Component = {
    name: 'api-server',
    run: (signal) => api.server.run(signal),
    ready: async () => {
      await api.server.feed.started();
      if (bootstrap) await ensureBootstrapObjects(api.clientAs(apiServerUser, { userAgent: 'kube-apiserver' }), gates);
    },
  };
  const fakes = options.fakeNodes ? fakeNodeStages({ ...options.fakeNodes, clientAs: api.clientAs, clock, log }) : [];
  const ready: Component = { name: 'ready', run: untilAborted, ready: async () => started.resolve() };
  const done = runStages(
    [[server], ...stagesOf(parts, { clientAs: api.clientAs, gates, clock, log, serviceAccountKeyPem, observer }), ...fakes, [ready]],
    stopping.signal,
  );
  await Promise.race([started.promise, done]);

  const stop = async () => {
    stopping.abort();
    await done;
    if (!options.store) await store[Symbol.asyncDispose]();
  };
  return {
    client: api.clientAs(administrator),
    clientAs: (user) => api.clientAs(user),
    handle: (request) => handle(request, api.server),
    server: api.server,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface PartContext {
  readonly observer: PartObserver;
  readonly serviceAccountKeyPem: string;
  readonly clientAs: ClientAs;
  readonly gates: FeatureGates;
  readonly clock: Clock;
  readonly log: Log;
}

function stagesOf(parts: readonly Part[], { serviceAccountKeyPem, ...context }: PartContext): readonly (readonly Component[])[] {
  return [
    ...(parts.includes('controllers')
      ? controllerManager({ ...context, settings: { signAccountToken: accountTokenSigner(serviceAccountKeyPem) } })
      : []),
    ...(parts.includes('scheduler') ? schedulerStages(context) : []),
  ];
}

const newKeyPem = (): string => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
