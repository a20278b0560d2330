import type { Container } from '../../kinds/core/pod/container.ts';
import type { ResourceRequirements } from '../../kinds/core/resources.ts';
import { formatQuantity, quantityMilliValue, quantityOf, quantityValue } from '../../model/quantity.ts';
import type { ObservedContainer } from '../pleg/observation.ts';

/** Below these the kernel cannot tell values apart, so what was asked for is shown. */
const leastCpuLimitMillis = 10;
const leastCpuRequestMillis = 2;

/** What a container has: as asked for, but for CPU and memory as the runtime says where it does (KEP-1287). */
export function shownResources({ resources = {} }: Container, { state, resources: actual }: ObservedContainer): ResourceRequirements {
  const shown: ResourceRequirements = {
    ...(resources.limits && { limits: { ...resources.limits } }),
    ...(resources.requests && { requests: { ...resources.requests } }),
    ...(resources.claims && { claims: resources.claims }),
  };
  if (state !== 'Running' || !actual) return shown;
  const { limits, requests } = shown;
  if (limits) {
    const { cpuQuotaUs = 0, cpuPeriodUs = 0, memoryLimitBytes = 0 } = actual;
    const millis = cpuPeriodUs > 0 ? Math.floor((cpuQuotaUs * 1000) / cpuPeriodUs) : 0;
    if (millis > 0) showMillis(limits, millis, leastCpuLimitMillis);
    if (memoryLimitBytes > 0 && quantityValue(limits['memory'] ?? '0') !== memoryLimitBytes) {
      limits['memory'] = formatQuantity(quantityOf(memoryLimitBytes, { format: 'BinarySI' }));
    }
  }
  if (requests?.['cpu'] !== undefined && actual.cpuShares) showMillis(requests, millisOfShares(actual.cpuShares), leastCpuRequestMillis);
  return shown;
}

function showMillis(list: Record<string, string>, millis: number, least: number): void {
  const asked = quantityMilliValue(list['cpu'] ?? '0');
  if (asked === millis || (asked <= least && millis <= least)) return;
  list['cpu'] = formatQuantity(quantityOf(millis, { scale: -3 }));
}

const millisOfShares = (shares: number): number => Math.ceil((shares * 1000) / 1024);
