import type { NodeCondition } from '../../kinds/core/node/schema.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { New } from '../../model/kind.ts';

/** `fake-0042`: of equal length, so that they sort by number. */
export const fakeNodeName = (index: number): string => `fake-${String(index).padStart(4, '0')}`;

/** On a Node: no heartbeats, as if it had lost its power. */
export const silentAnnotation = 'fake.kubets.dev/silent';

const resources = { cpu: '32', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '110' };

/** A node that is ready, in one of three zones. */
export function fakeNode(index: number, nowTimestamp: string): New<Node> {
  const name = fakeNodeName(index);
  return {
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': `fake-${index % 3}`,
        'fake.kubets.dev/node': 'true',
      },
    },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: addressOf(index) },
        { type: 'Hostname', address: name },
      ],
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', nowTimestamp),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', nowTimestamp),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', nowTimestamp),
        condition('Ready', 'True', 'KubeletReady', nowTimestamp),
      ],
    },
  };
}

const condition = (type: string, status: 'True' | 'False', reason: string, time: string): NodeCondition => ({
  type,
  status,
  reason,
  message: 'simulated',
  lastHeartbeatTime: time,
  lastTransitionTime: time,
});

/** In the range for the documentation of benchmarks (RFC 2544), which nobody routes. */
export const addressOf = (index: number): string => `198.18.${(index >> 8) & 255}.${index & 255}`;
