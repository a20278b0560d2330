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

/** With what the kubelet wrote on it when it made it. */
export interface ObservedContainer extends ContainerStatus {
  readonly name: string;
  readonly sandboxId: string;
  readonly hash: string;
  readonly restartCount: number;
}

/** The last container of this name. */
export const latestContainer = ({ containers }: PodObservation, name: string): ObservedContainer | undefined =>
  containers.find((container) => container.name === name);

export const nothingObserved = (pod: { readonly uid: string; readonly namespace: string; readonly name: string }): PodObservation => ({
  ...pod,
  sandboxes: [],
  containers: [],
});

/** The newest sandbox, if it works. */
export const readySandbox = ({ sandboxes: [newest] }: PodObservation): SandboxStatus | undefined =>
  newest?.state === 'Ready' ? newest : undefined;

export const isAnythingRunning = ({ sandboxes, containers }: PodObservation): boolean =>
  sandboxes.some(({ state }) => state === 'Ready') || containers.some(({ state }) => state === 'Running' || state === 'Unknown');
