import type { Column, RowCondition } from '../../../model/kind.ts';
import { ageColumn, since } from '../../columns.ts';
import type { Pod } from './index.ts';
import { summarizePod } from './summary.ts';

const none = '<none>';

export const podColumns: readonly Column<Pod>[] = [
  {
    name: 'Ready',
    description: 'How many of the containers are ready.',
    value: (pod) => {
      const { ready, total } = summarizePod(pod);
      return `${ready}/${total}`;
    },
  },
  { name: 'Status', description: 'What the pod and its containers are doing.', value: (pod) => summarizePod(pod).status },
  {
    name: 'Restarts',
    description: 'How often containers were restarted, and when last.',
    value: (pod, nowMs) => {
      const { restarts, lastRestart } = summarizePod(pod);
      return restarts > 0 && lastRestart ? `${restarts} (${since(lastRestart, nowMs)} ago)` : `${restarts}`;
    },
  },
  ageColumn,
  { name: 'IP', wide: true, description: 'Address of the pod.', value: ({ status }) => status.podIPs?.[0]?.ip || none },
  { name: 'Node', wide: true, description: 'Node the pod runs on.', value: ({ spec }) => spec.nodeName || none },
  {
    name: 'Nominated Node',
    wide: true,
    description: 'Node on which room is being made for the pod.',
    value: ({ status }) => status.nominatedNodeName || none,
  },
  { name: 'Readiness Gates', wide: true, description: 'How many of the readiness gates have passed.', value: readinessGates },
];

const completed = { type: 'Completed', status: 'True' } as const;

/** Pods that have come to their end are marked, so that clients can leave them out. */
export function podRowConditions({ status: { phase } }: Readonly<Pod>): readonly RowCondition[] {
  if (phase === 'Succeeded') return [{ ...completed, reason: phase, message: 'The pod has completed successfully.' }];
  return phase === 'Failed' ? [{ ...completed, reason: phase, message: 'The pod failed.' }] : [];
}

function readinessGates({ spec, status }: Readonly<Pod>): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return none;
  const passed = gates.filter(({ conditionType }) => status.conditions?.find(({ type }) => type === conditionType)?.status === 'True');
  return `${passed.length}/${gates.length}`;
}
