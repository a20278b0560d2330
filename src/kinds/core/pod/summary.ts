import { isSidecar } from './containers.ts';
import type { Pod } from './index.ts';
import { isPodReady, isPodTerminal } from './readiness.ts';
import type { ContainerState, ContainerStatus } from './status.ts';

/** A pod in a few words, as tables show it. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** When the last container that was restarted had ended. */
  readonly lastRestart: string | undefined;
}

export function summarizePod(pod: Readonly<Pod>): PodSummary {
  const { spec, status } = pod;
  const sidecars = new Set(spec.initContainers?.filter(isSidecar).map(({ name }) => name));
  const total = (spec.containers?.length ?? 0) + sidecars.size;
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const reason = gated ? 'SchedulingGated' : status.reason || status.phase || '';
  const init = summarizeInit(status.initContainerStatuses ?? [], sidecars, spec.initContainers?.length ?? 0);
  const isInitialized = status.conditions?.find(({ type }) => type === 'Initialized')?.status === 'True';
  if (init.status !== undefined && !isInitialized) {
    return { ...restartsOf(init.started), ready: init.ready, total, status: ending(pod) ?? init.status };
  }
  const main = status.containerStatuses ?? [];
  const ready = init.ready + main.filter(isRunningReady).length;
  const counted = init.started.filter(({ name }) => sidecars.has(name));
  return { ...restartsOf([...counted, ...main]), ready, total, status: ending(pod) ?? summarizeMain(main, init.status ?? reason, pod) };
}

function summarizeInit(
  statuses: readonly ContainerStatus[],
  sidecars: ReadonlySet<string>,
  count: number,
): { status: string | undefined; ready: number; started: readonly ContainerStatus[] } {
  let ready = 0;
  for (const [index, container] of statuses.entries()) {
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) ready++;
      continue;
    }
    const started = statuses.slice(0, index + 1);
    if (terminated) return { status: `Init:${terminated.reason || exitText(terminated)}`, ready, started };
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return { status: `Init:${waiting.reason}`, ready, started };
    return { status: `Init:${index}/${count}`, ready, started };
  }
  return { status: undefined, ready, started: statuses };
}

/** The first container that has something to say wins. */
function summarizeMain(statuses: readonly ContainerStatus[], reason: string, pod: Readonly<Pod>): string {
  let status = reason;
  let failure = '';
  for (const { state } of statuses.toReversed()) {
    if (state?.waiting?.reason) status = state.waiting.reason;
    else if (state?.terminated) {
      status = state.terminated.reason || exitText(state.terminated);
      if (state.terminated.exitCode !== 0) failure = status;
    }
  }
  if (status !== 'Completed') return status;
  const hasRunning = statuses.some(isRunningReady);
  if (hasRunning && isPodReady(pod)) return 'Running';
  return failure || (hasRunning ? 'NotReady' : status);
}

function ending(pod: Readonly<Pod>): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status.reason === 'NodeLost') return 'Unknown';
  return isPodTerminal(pod) ? undefined : 'Terminating';
}

const isRunningReady = ({ state, ready }: ContainerStatus): boolean =>
  ready && state?.running !== undefined && !state.waiting?.reason && !state.terminated;

const exitText = ({ signal, exitCode }: NonNullable<ContainerState['terminated']>): string =>
  signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;

function restartsOf(statuses: readonly ContainerStatus[]): { restarts: number; lastRestart: string | undefined } {
  let restarts = 0;
  let lastRestart: string | undefined;
  for (const { restartCount, lastState } of statuses) {
    restarts += restartCount;
    const finished = lastState?.terminated?.finishedAt;
    if (finished && (lastRestart === undefined || finished > lastRestart)) lastRestart = finished;
  }
  return { restarts, lastRestart };
}
