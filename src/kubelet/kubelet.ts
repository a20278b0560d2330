import { createEventRecorder } from '../client/events/event-recorder.ts';
import { Node } from '../kinds/core/node/index.ts';
import type { NodeAddress, NodeStatus } from '../kinds/core/node/schema.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { Service } from '../kinds/core/service/index.ts';
import { RuntimeClass } from '../kinds/node/runtime-class.ts';
import type { Component } from '../runtime/component.ts';
import type { AdmissionNode } from './admission/admit.ts';
import { Backoff } from './backoff/backoff.ts';
import { Cleaner } from './clean-up/cleaner.ts';
import { createEnvironment } from './environment/create-environment.ts';
import type { NodeFacts } from './environment/node-facts.ts';
import { podEvents } from './events/pod-events.ts';
import { ImageCollector } from './images/image-collector.ts';
import { ImagePuller } from './images/image-puller.ts';
import { defaultImageThresholds } from './images/image-thresholds.ts';
import type { KubeletOptions } from './kubelet-options.ts';
import { podDirectory } from './lifecycle/directories.ts';
import type { PodParts } from './lifecycle/parts.ts';
import { defaultRotation } from './logs/log-rotation.ts';
import { rotateLogs } from './logs/log-rotator.ts';
import { renewNodeLease } from './node/node-lease.ts';
import { NodeReporter } from './node/node-reporter.ts';
import { nodeStatus } from './node/node-status.ts';
import { pressureOf, readLevels } from './node/pressure.ts';
import { nodeLabels } from './node/register-node.ts';
import { createPodObjects } from './objects/create-pod-objects.ts';
import { PodObserver } from './pleg/pod-observer.ts';
import { PodWorkers } from './pod-workers/pod-workers.ts';
import type { NodePods } from './pods/node-pods.ts';
import { prepareNode } from './prepare-node.ts';
import { Prober } from './probes/prober.ts';
import { RuntimeHealth } from './runtime-health/runtime-health.ts';
import { RuntimeHandlers } from './sandbox/runtime-handlers.ts';
import { UserNamespaces } from './sandbox/user-namespaces.ts';
import { StatusManager } from './status/status-manager.ts';
import { Turnstile } from './turnstile.ts';
import { createVolumeManager } from './volumes/create-volume-manager.ts';

/** The node agent. Others on the node, such as its server, may read its pods. */
export interface Kubelet extends Component {
  readonly pods: NodePods;
  readonly node: NodeFacts;
}

/** As upstream: silence of the runtime for so long makes the node unfit. */
const staleListMs = 180_000;
const defaultServerPort = 10_250;
const defaultVersion = 'v1.36.2+kubets';

/** Prepares the node: directories and control groups are there afterwards. Nothing runs yet. */
export async function createKubelet(options: KubeletOptions): Promise<Kubelet> {
  const { nodeName, hostname = nodeName, client, informers, runtime, clock, log, nodeAddresses, serverPort = defaultServerPort } = options;
  const { machine, capacity, settings } = await prepareNode(options);
  const pods = informers.of(Pod, { fieldSelector: `spec.nodeName=${nodeName}` });
  const nodes = informers.of(Node, { fieldSelector: `metadata.name=${nodeName}` });
  const recorder = createEventRecorder({ client, component: 'kubelet', host: nodeName, clock, log });
  const events = podEvents(recorder);
  const facts: NodeFacts = { hostIps: () => nodeAddresses, allocatable: () => capacity.allocatable };

  const health = new RuntimeHealth({ runtime, clock, log });
  const handlers = new RuntimeHandlers({ classes: informers.of(RuntimeClass), known: () => health.handlers });
  const observer = new PodObserver({ runtime, clock, log });
  const objects = createPodObjects({ client, log, clock });
  const supportsRecursiveReadOnly = (pod: Pod) => handlers.for(pod)?.recursiveReadOnlyMounts ?? false;
  const volumes =
    options.volumes ??
    (await createVolumeManager({ root: options.rootDirectory, client, objects, node: facts, supportsRecursiveReadOnly, log, clock }));
  const parts: PodParts = {
    client,
    clock,
    log,
    events,
    runtime,
    health,
    handlers,
    observer,
    volumes,
    settings,
    cgroups: options.cgroups,
    statuses: new StatusManager({ client, clock, log }),
    prober: new Prober({ containers: runtime.containers, clock, log, events }),
    images: new ImagePuller({ images: runtime.images, clock, events, parallelPulls: options.parallelPulls }),
    environment: options.environment ?? createEnvironment({ objects, services: informers.of(Service), node: facts }),
    crashes: new Backoff({ firstMs: 10_000, maxMs: 300_000 }),
    starts: new Turnstile({ places: 2 * machine.cpuCount + 2, patience: { ms: 5000, clock } }),
    users: new UserNamespaces({ podDirectory: (uid) => podDirectory(settings, uid) }),
  };

  const labels = nodeLabels({ hostname, architecture: machine.architecture }, options.nodeLabels ?? {});
  const taints = [...(options.nodeTaints ?? [])];
  const admissionNode = (): AdmissionNode => {
    const node = reporter.node;
    return {
      name: nodeName,
      labels: node?.metadata.labels ?? labels,
      taints: node?.spec.taints ?? taints,
      allocatable: { ...node?.status.allocatable, ...capacity.allocatable },
      hasAppArmor: settings.security.apparmor,
      supportsStrictGroups: health.features.supplementalGroupsPolicy,
    };
  };
  const workers = new PodWorkers({ parts, pods, node: admissionNode });
  const cleaner = new Cleaner({ parts, isKnown: (uid) => workers.isKnown(uid) });
  const thresholds = options.imageThresholds ?? defaultImageThresholds;
  const nodeTarget = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, uid: nodeName } };
  const collector = new ImageCollector({ images: runtime.images, observer, clock, log, recorder, node: nodeTarget, thresholds });

  const problems = (): readonly string[] => {
    const listed = observer.listedAtMs;
    const stale = listed === undefined || clock.now() - listed > staleListMs;
    const list = stale ? 'PLEG is not healthy: pleg has yet to be successful' : undefined;
    return [health.runtimeProblem, health.networkProblem, list].filter((problem) => problem !== undefined);
  };
  const currentStatus = async (previous: NodeStatus | undefined): Promise<NodeStatus> => {
    const levels = await readLevels({ storagePath: options.rootDirectory, imagePath: undefined });
    return nodeStatus(
      {
        machine,
        capacity,
        addresses: addressesOf(nodeAddresses, hostname),
        pressure: pressureOf(levels),
        problems: problems(),
        images: collector.images,
        volumesInUse: volumes.volumesInUse(),
        kubeletVersion: options.version ?? defaultVersion,
        runtimeVersion: `${health.runtimeName}://${health.version?.runtimeVersion ?? ''}`,
        handlers: health.handlers,
        features: health.features,
        serverPort,
        nowMs: clock.now(),
      },
      previous,
    );
  };
  const registration = { name: nodeName, labels, taints, providerId: options.providerId };
  const reporter: NodeReporter = new NodeReporter({
    client,
    clock,
    log,
    recorder,
    registration,
    status: currentStatus,
    current: () => nodes.get({ name: nodeName }),
  });
  health.observe(() => reporter.hurry());

  /** Runtimes that make their network's configuration themselves wait for it; the others ignore it. */
  const tellRange = ({ spec }: Node, before: Node | undefined): void => {
    const range = (spec.podCIDRs ?? []).join(',');
    if (range === '' || range === (before?.spec.podCIDRs ?? []).join(',')) return;
    runtime
      .setPodCidr(range)
      .catch((error: unknown) => log.warn({ err: error, range }, 'the runtime did not take the range of pod addresses'));
  };

  const work = async (signal: AbortSignal): Promise<void> => {
    const classes = informers.of(RuntimeClass);
    const services = informers.of(Service);
    // What is not known yet must not look as if it were not there.
    const known = [health.known, observer.listed, ...[pods, classes, services].map((informer) => informer.caughtUp({ signal }))];
    await unlessAborted(Promise.all(known), signal);
    reporter.hurry();
    await parts.users.restore(observer.all().map(({ uid }) => uid));
    using _range = nodes.observe({ applied: (node, before) => tellRange(node, before) });
    await Promise.all([workers.run(signal), afterFirst(cleaner, signal)]);
  };

  return {
    name: `kubelet ${nodeName}`,
    pods: workers,
    node: facts,
    ready: (signal) => unlessAborted(reporter.registered, signal),
    run: (signal) =>
      together(
        [
          (stop) => health.run(stop),
          (stop) => observer.run(stop),
          (stop) => parts.statuses.run(stop),
          (stop) => parts.prober.run(stop),
          (stop) => recorder.run(stop),
          (stop) => objects.run(stop),
          (stop) => volumes.run(stop),
          (stop) => reporter.run(stop),
          (stop) => renewNodeLease({ client, clock, log, nodeName, node: () => reporter.node }, stop),
          (stop) => collector.run(stop),
          (stop) =>
            rotateLogs({ observer, containers: runtime.containers, limits: options.logRotation ?? defaultRotation, clock, log }, stop),
          work,
        ],
        signal,
      ),
  };
}

/** What is unknown once the pods of the node are known belongs to nobody: workers take theirs first. */
async function afterFirst(cleaner: Cleaner, signal: AbortSignal): Promise<void> {
  await Promise.resolve();
  await cleaner.run(signal);
}

async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const addressesOf = (ips: readonly string[], hostname: string): readonly NodeAddress[] => [
  ...ips.map((address) => ({ type: 'InternalIP', address })),
  { type: 'Hostname', address: hostname },
];

/** All of them until the signal aborts; when one breaks the others stop, too. */
async function together(works: readonly ((signal: AbortSignal) => Promise<void>)[], signal: AbortSignal): Promise<void> {
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const running = works.map(async (work) => {
    try {
      await work(stop);
    } catch (error) {
      if (!stop.aborted) broken.abort(error);
    }
  });
  await Promise.all(running);
  if (broken.signal.aborted) throw broken.signal.reason;
}
