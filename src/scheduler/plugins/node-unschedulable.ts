import type { Taint } from '../../kinds/core/node/schema.ts';
import { isTolerated } from '../../kinds/core/tolerations.ts';
import { unfit, type Plugin } from '../plugin.ts';

const taint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const rejection = unfit('node(s) were unschedulable');

/** Keeps pods off nodes that are cordoned, unless they tolerate the taint that says the same. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',

  filter({ pod }) {
    if (isTolerated(taint, pod.spec.tolerations)) return undefined;
    return { reject: ({ node }) => (node.spec.unschedulable ? rejection : undefined) };
  },

  mayHelp({ uid }, event) {
    switch (event.type) {
      case 'node added':
        return !event.node.spec.unschedulable;
      case 'node updated':
        return event.previous.spec.unschedulable === true && !event.node.spec.unschedulable;
      case 'pod updated':
        return event.pod.metadata.uid === uid && event.changes.has('tolerations') && isTolerated(taint, event.pod.spec.tolerations);
      default:
        return false;
    }
  },
};
