import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';
import { containerHash } from '../containers/hash.ts';
import type { ProbeResult, ProbeResults } from '../plan/pod-plan.ts';
import type { ObservedContainer, PodObservation } from '../pleg/observation.ts';
import type { SandboxStatus } from '../runtime/sandbox.ts';
import type { PodFacts } from '../status/facts.ts';

// Builders for tables: everything that does not matter is filled in.

/** Seconds of the test's time, which begins at the epoch. */
const ns = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n;

export const aContainer = (name: string, more: Partial<Container> = {}): Container => ({ name, image: 'web:1', ...more });

export const aPod = (spec: Partial<Pod['spec']> = {}, more: { status?: PodStatus; metadata?: Partial<Pod['metadata']> } = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'a',
    namespace: 'default',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '1970-01-01T00:00:00Z',
    ...more.metadata,
  },
  spec: { restartPolicy: 'Always', containers: [aContainer('main')], ...spec },
  status: more.status ?? {},
});

export const aSandbox = (more: Partial<SandboxStatus> = {}): SandboxStatus => ({
  id: 's1',
  metadata: { name: 'a', uid: 'u', namespace: 'default', attempt: 0 },
  state: 'Ready',
  createdAtNs: ns(1),
  labels: {},
  annotations: {},
  handler: '',
  ips: ['10.244.0.2'],
  ...more,
});

/** `running`, or `exited` with a code; the newest has to be given first. */
export const observed = (
  name: string,
  state: 'running' | 'created' | 'unknown' | number,
  more: Partial<ObservedContainer> = {},
): ObservedContainer => ({
  id: `${name}-id`,
  name,
  sandboxId: 's1',
  hash: containerHash(aContainer(name)),
  restartCount: 0,
  metadata: { name, attempt: 0 },
  state: typeof state === 'number' ? 'Exited' : ({ running: 'Running', created: 'Created', unknown: 'Unknown' } as const)[state],
  createdAtNs: ns(2),
  startedAtNs: state === 'created' ? 0n : ns(3),
  finishedAtNs: typeof state === 'number' ? ns(4) : 0n,
  exitCode: typeof state === 'number' ? state : 0,
  reason: typeof state === 'number' ? (state === 0 ? 'Completed' : 'Error') : '',
  message: '',
  image: { image: 'web:1' },
  imageRef: 'sha256:1',
  imageId: 'sha256:1',
  labels: {},
  annotations: {},
  mounts: [],
  logPath: '',
  ...more,
});

export const observation = (
  containers: readonly ObservedContainer[] = [],
  sandboxes: readonly SandboxStatus[] = [aSandbox()],
): PodObservation => ({
  uid: 'u',
  namespace: 'default',
  name: 'a',
  sandboxes,
  containers,
});

type Results = Readonly<Record<string, ProbeResult>>;

/** By container id. */
export const probes = ({
  startup = {},
  liveness = {},
  readiness = {},
}: { startup?: Results; liveness?: Results; readiness?: Results } = {}): ProbeResults => ({
  startup: (id) => startup[id],
  liveness: (id) => liveness[id],
  readiness: (id) => readiness[id],
});

export const facts = (more: Partial<PodFacts> = {}): PodFacts => ({
  pod: aPod(),
  observation: observation(),
  previous: {},
  probes: probes(),
  startFailures: new Map(),
  isTerminal: false,
  nodeAddresses: ['10.0.0.1'],
  runtimeName: 'containerd',
  nowMs: 10_000,
  ...more,
});
