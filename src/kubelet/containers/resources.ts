import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { qosClassOf } from '../../kinds/core/pod/qos.ts';
import { aggregateResources } from '../../kinds/core/pod/requests.ts';
import { containerResources } from '../cgroups/container-resources.ts';
import { hugePageLimits } from '../cgroups/huge-pages.ts';
import { oomScoreAdjustment } from '../cgroups/oom-score.ts';
import type { LinuxResources } from '../runtime/linux-resources.ts';
import { cpuMillis, hugePageBytes, memoryBytes } from './amounts.ts';

export interface ResourceSettings {
  readonly memoryCapacityBytes: number;
  readonly cgroupVersion: 1 | 2;
  /** Those the kernel has. */
  readonly hugePageSizes: readonly string[];
}

/** What the runtime is told to grant a container. */
export function linuxResources(
  container: Container,
  pod: Pod,
  { memoryCapacityBytes, cgroupVersion, hugePageSizes }: ResourceSettings,
): LinuxResources {
  const { spec } = pod;
  const { requests, limits } = container.resources ?? {};
  const podLimits = spec.resources?.limits;
  return containerResources({
    cpuRequestMillis: requests?.['cpu'] === undefined ? undefined : cpuMillis(requests),
    cpuLimitMillis: cpuMillis(limits) || cpuMillis(podLimits),
    memoryLimitBytes: memoryBytes(limits) || memoryBytes(podLimits),
    oomScoreAdjustment: oomScoreAdjustment({
      qosClass: qosClassOf(pod),
      nodeCritical: spec.priorityClassName === 'system-node-critical',
      memoryRequestBytes: memoryBytes(requests) + unallottedBytes(pod),
      smallestRegularRequestBytes: isSidecar(container)
        ? Math.min(...spec.containers.map((other) => memoryBytes(other.resources?.requests))) + unallottedBytes(pod)
        : undefined,
      memoryCapacityBytes,
    }),
    hugePageLimits: hugePageLimits(hugePageSizes, hugePageBytes(limits)),
    // Killing one process of several leaves most programs in a state nobody has thought of.
    killTogether: cgroupVersion === 2,
  });
}

/** Of memory a pod asks for as a whole, each container's part of what none of them asks for. */
function unallottedBytes({ spec }: Pod): number {
  const wanted = spec.resources?.requests;
  if (wanted?.['memory'] === undefined) return 0;
  const asked = memoryBytes(aggregateResources(spec, ({ resources }) => resources?.requests));
  const containers = spec.containers.length + (spec.initContainers ?? []).filter(isSidecar).length;
  return Math.max(0, Math.trunc((memoryBytes(wanted) - asked) / containers));
}
