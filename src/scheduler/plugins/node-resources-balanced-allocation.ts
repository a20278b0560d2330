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
        const before = balance([requested.cpuMillis, allocatable.cpuMillis], [requested.memoryBytes, allocatable.memoryBytes]);
        const after = balance(
          [requested.cpuMillis + cpuMillis, allocatable.cpuMillis],
          [requested.memoryBytes + memoryBytes, allocatable.memoryBytes],
        );
        // From 50, when it gets worse, by 75, when it stays, to 100.
        return maxScore / 2 + Math.trunc((maxScore / 2 + after - before) / 2);
      },
    };
  },
};

type Share = readonly [used: number, of: number];

function balance(cpu: Share, memory: Share): number {
  // One resource alone is in balance with itself.
  const deviation = cpu[1] === 0 || memory[1] === 0 ? 0 : Math.abs(fraction(cpu) - fraction(memory)) / 2;
  return Math.trunc((1 - deviation) * maxScore);
}

const fraction = ([used, of]: Share): number => Math.min(used / of, 1);
