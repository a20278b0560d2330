import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodCondition, PodStatus } from '../../kinds/core/pod/status.ts';
import type { ProbeResults } from '../plan/pod-plan.ts';
import type { PodObservation } from '../pleg/observation.ts';

/** All that a pod's status follows from. */
export interface PodFacts {
  readonly pod: Pod;
  readonly observation: PodObservation;
  /** The status as the kubelet told it last or, after a restart, as the API server has it. */
  readonly previous: PodStatus;
  readonly probes: ProbeResults;
  /** Why containers could not be started when it was tried last, by name. */
  readonly startFailures: ReadonlyMap<string, StartFailure>;
  /** All containers have stopped and none will start again, whatever the restart policy says. */
  readonly isTerminal: boolean;
  /** The node has given the pod up: evicted, or too long active. */
  readonly failure?: PodFailure | undefined;
  /** Conditions beyond those that follow from the rest. */
  readonly conditions?: readonly { readonly type: string; readonly finding: Pick<PodCondition, 'status' | 'reason' | 'message'> }[];
  /** The node's addresses, the main one first. */
  readonly nodeAddresses: readonly string[];
  /** What container ids begin with, `containerd`. */
  readonly runtimeName: string;
  readonly nowMs: number;
}

export interface StartFailure {
  /** One word, `ImagePullBackOff`. */
  readonly reason: string;
  readonly message: string;
}

export interface PodFailure {
  readonly reason: string;
  readonly message: string;
}
