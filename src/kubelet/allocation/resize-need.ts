import type { Container } from '../../kinds/core/pod/container.ts';
import type { ResourceRequirements } from '../../kinds/core/resources.ts';
import { cpuMillis, memoryBytes } from '../containers/amounts.ts';

/** What it takes to give a running container what it was promised. */
export type ResizeNeed = 'nothing' | 'update' | 'restart';

/** By the container's own word for each resource; without one it keeps running. */
export function resizeNeed({ resources, resizePolicy = [] }: Container, actual: ResourceRequirements): ResizeNeed {
  const changed = (['cpu', 'memory'] as const).filter((name) => {
    const amount = name === 'cpu' ? cpuMillis : memoryBytes;
    return amount(resources?.limits) !== amount(actual.limits) || amount(resources?.requests) !== amount(actual.requests);
  });
  if (changed.length === 0) return 'nothing';
  const restarts = changed.some((name) =>
    resizePolicy.some(({ resourceName, restartPolicy }) => resourceName === name && restartPolicy === 'RestartContainer'),
  );
  return restarts ? 'restart' : 'update';
}
