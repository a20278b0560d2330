import type { Plugin } from '../plugin.ts';

/** Lets a pod wait until whoever put gates on it has taken them away (KEP-3521). */
export const schedulingGates: Plugin = {
  name: 'SchedulingGates',

  preEnqueue({ pod }) {
    const gates = pod.spec.schedulingGates ?? [];
    if (gates.length === 0) return undefined;
    return `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`;
  },

  mayHelp: ({ uid }, event) => event.type === 'pod updated' && event.pod.metadata.uid === uid && event.changes.has('scheduling gates gone'),
};
