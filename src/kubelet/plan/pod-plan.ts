import type { Container } from '../../kinds/core/pod/container.ts';
import type { ObservedContainer } from '../pleg/observation.ts';

/** What to do for a pod that should run, from what there is of it. In the order it is done. */
export interface PodPlan {
  /** Stop everything, the sandbox too: because it is replaced, or because nothing is left to run. */
  readonly killPod: boolean;
  readonly kill: readonly ContainerToKill[];
  /** Taken away with their past, killed before if they run: all containers of the pod start anew in the same sandbox. */
  readonly reset: readonly ObservedContainer[];
  readonly sandbox: SandboxPlan;
  readonly startEphemeral: readonly Container[];
  readonly startInit: readonly Container[];
  readonly start: readonly Container[];
}

export interface SandboxPlan {
  readonly create: boolean;
  readonly attempt: number;
  /** The one in use, or the one that is replaced; none when the pod is new. */
  readonly id: string | undefined;
}

export type KillReason = 'StartupProbe' | 'LivenessProbe' | 'FailedPostStartHook' | 'Unknown';

export interface ContainerToKill {
  readonly container: ObservedContainer;
  /** Told to users; empty for the usual words. */
  readonly message: string;
  readonly reason: KillReason;
}

/** What probes have found out, by container id. Undefined before the first result and without a probe. */
export interface ProbeResults {
  liveness(containerId: string): ProbeResult | undefined;
  startup(containerId: string): ProbeResult | undefined;
  readiness(containerId: string): ProbeResult | undefined;
}

export type ProbeResult = 'Success' | 'Failure' | 'Unknown';

export const isIdle = ({ killPod, kill, reset, sandbox, startEphemeral, startInit, start }: PodPlan): boolean =>
  !killPod && !sandbox.create && [kill, reset, startEphemeral, startInit, start].every(({ length }) => length === 0);
