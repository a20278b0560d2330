import { maxScore, type Plugin } from '../plugin.ts';

/** Prefers nodes whose use of CPU and memory the pod brings closer together, so that neither is left over alone. */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,

  score({ requests: { cpuMillis, memoryBytes } }) {
    // Pods that ask for nothing leave the balance as it is, and would all go to the node that is balanced best.
    if (cpuMillis === 0 && memoryBytes === 0) return undefined;
    return {
      score({ allocatable, requested }) {
        const cpu = allocatable.cpuMillis;
        const memory = allocatable.memoryBytes;
        const before = balance(requested.cpuMillis, cpu, requested.memoryBytes, memory);
        const after = balance(requested.cpuMillis + cpuMillis, cpu, requested.memoryBytes + memoryBytes, memory);
        // From 50, when it gets worse, by 75, when it stays, to 100.
        return maxScore / 2 + Math.trunc((maxScore / 2 + after - before) / 2);
      },
    };
  },
};

/** In pairs of what is used and of how much. One resource alone is in balance with itself. */
function balance(cpuUsed: number, cpu: number, memoryUsed: number, memory: number): number {
  const deviation = cpu === 0 || memory === 0 ? 0 : Math.abs(Math.min(cpuUsed / cpu, 1) - Math.min(memoryUsed / memory, 1)) / 2;
  return Math.trunc((1 - deviation) * maxScore);
}
