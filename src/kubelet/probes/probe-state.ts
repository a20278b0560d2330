import type { Probe } from '../../kinds/core/pod/handler.ts';
import type { ProbeResult } from '../plan/pod-plan.ts';

export type ProbeType = 'Startup' | 'Liveness' | 'Readiness';

/** What the outcomes so far amount to. */
export interface ProbeState {
  readonly result: ProbeResult | undefined;
  readonly last: 'Success' | 'Failure' | undefined;
  /** How often in a row the outcome has been the last one. */
  readonly run: number;
  /** Nothing more is to be found out about this container. */
  readonly settled: boolean;
  /** Tries beyond the regular ones, which look whether the container is up already. */
  readonly earlyTries: number;
}

/** Until something is known a container is alive and not ready; whether it has started is open. */
export const initialState = (type: ProbeType, result?: ProbeResult): ProbeState => ({
  result: result ?? (type === 'Liveness' ? 'Success' : type === 'Readiness' ? 'Failure' : 'Unknown'),
  last: undefined,
  run: 0,
  settled: false,
  earlyTries: 0,
});

/** A failed startup or liveness probe ends a container, so it is not asked further; and one that has started has started. */
export function nextState(
  state: ProbeState,
  type: ProbeType,
  { successThreshold = 1, failureThreshold = 3 }: Pick<Probe, 'successThreshold' | 'failureThreshold'>,
  outcome: 'Success' | 'Failure',
): ProbeState {
  const run = state.last === outcome ? state.run + 1 : 1;
  if (run < (outcome === 'Success' ? successThreshold : failureThreshold)) return { ...state, last: outcome, run };
  const settled = type === 'Startup' || (type === 'Liveness' && outcome === 'Failure');
  return { ...state, result: outcome, last: outcome, run: settled ? 0 : run, settled };
}

/** A container mostly listens within moments: the first tries come sooner than the period says, and their failures do not count. */
const earlyDelaysMs = [100, 250, 500, 1000, 2000];

/** Whether the failure is that of an early try, and when to try next; undefined where the period decides. */
export function earlyRetryMs(state: ProbeState, type: ProbeType, { periodSeconds = 10 }: Pick<Probe, 'periodSeconds'>): number | undefined {
  if (type === 'Liveness' || state.last !== undefined) return undefined;
  const delayMs = earlyDelaysMs[state.earlyTries];
  return delayMs === undefined || delayMs >= periodSeconds * 1000 ? undefined : delayMs;
}

/** How long after the start of a container the first try is. Liveness can wait a period: it has just been started. */
export const firstDelayMs = (type: ProbeType, { initialDelaySeconds = 0, periodSeconds = 10 }: Probe): number =>
  (type === 'Liveness' && initialDelaySeconds === 0 ? periodSeconds : initialDelaySeconds) * 1000;
