import type { ContainerStatus } from '../runtime/container.ts';
import type { SandboxStatus } from '../runtime/sandbox.ts';

/** What the runtime has of one pod, newest first. */
export interface PodObservation {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly sandboxes: readonly SandboxStatus[];
  /** Of all sandboxes, ended ones included as long as the runtime has them. */
  readonly containers: readonly ObservedContainer[];
}

/** The name and the attempt are those of the labels; `attempt` counts restarts. */
export interface ObservedContainer extends ContainerStatus {
  readonly sandboxId: string;
}
