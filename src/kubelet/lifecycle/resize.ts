import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ContainerToResize, Resizing } from '../allocation/resizing.ts';
import type { CgroupLimits } from '../cgroups/limits.ts';
import { memoryBytes } from '../containers/amounts.ts';
import { linuxResources } from '../containers/resources.ts';
import type { PodObservation } from '../pleg/observation.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { podCgroupLimits, podIdentity } from './cgroup.ts';
import type { PodParts } from './parts.ts';

export interface ResizeContext {
  readonly observation: PodObservation;
  readonly resizing: Resizing;
  /** Of the pod's control group as they are. */
  readonly before: CgroupLimits;
  readonly signal: AbortSignal;
}

/**
 * Gives running containers what the pod was promised. The kernel wants limits of a group never below those of groups in it, so
 * the pod's grow before and shrink after those of its containers. Answers with the limits the pod's group has now.
 */
export async function resizePod(
  pod: Pod,
  { observation, resizing, before, signal }: ResizeContext,
  parts: PodParts,
): Promise<CgroupLimits> {
  const { cgroups, settings, runtime, observer } = parts;
  const after = podCgroupLimits(pod, settings);
  const identity = podIdentity(pod);
  const containers = resizing.toUpdate(pod, observation);
  await refuseTooLittleMemory(pod, containers, resizing, parts);
  await cgroups.update(identity, widest(before, after));
  for (const { container, observed } of containers) {
    await runtime.containers.updateResources(observed.id, linuxResources(container, pod, settings.resources), { signal });
    resizing.given(container);
    await observer.containerChanged(observed.id, observed.sandboxId);
  }
  await cgroups.update(identity, after);
  await tellSandbox(observation, after, parts, signal);
  return after;
}

const largest = (a: number | undefined, b: number | undefined): number | undefined => {
  // Without a value, or with -1, there is no limit, and what there is has to stay until the end.
  if (a === undefined || b === undefined || a === -1 || b === -1) return undefined;
  return Math.max(a, b);
};

function widest(before: CgroupLimits, after: CgroupLimits): CgroupLimits {
  return {
    ...after,
    cpuQuotaUs: largest(before.cpuQuotaUs, after.cpuQuotaUs),
    memoryLimitBytes: largest(before.memoryLimitBytes, after.memoryLimitBytes),
  };
}

/** The kernel would kill what is above the new limit. */
async function refuseTooLittleMemory(
  pod: Pod,
  containers: readonly ContainerToResize[],
  resizing: Resizing,
  { cgroups }: PodParts,
): Promise<void> {
  for (const { container, observed } of containers) {
    if (!resizing.isDecrease(container, memoryBytes)) continue;
    const limit = memoryBytes(container.resources?.limits);
    const { memoryBytes: used = 0 } = (await cgroups.containerUsage(podIdentity(pod), observed.id)) ?? {};
    if (used >= limit) {
      const what = `attempting to set container ${JSON.stringify(container.name)} memory limit (${limit}) below current usage (${used})`;
      throw new Error(`cannot decrease memory limits: ${what}`);
    }
  }
}

/** For runtimes whose sandbox is a virtual machine; the others need not know. */
async function tellSandbox(
  { sandboxes: [newest] }: PodObservation,
  limits: CgroupLimits,
  { runtime }: PodParts,
  signal: AbortSignal,
): Promise<void> {
  if (!newest) return;
  const { cpuShares, cpuQuotaUs, cpuPeriodUs, memoryLimitBytes } = limits;
  try {
    await runtime.sandboxes.updateResources(
      newest.id,
      { containers: { cpuShares, cpuQuotaUs, cpuPeriodUs, memoryLimitBytes } },
      { signal },
    );
  } catch (error) {
    if (!RuntimeError.is(error, 'Unimplemented') && !(error instanceof Error && error.message.includes('not implemented'))) throw error;
  }
}
