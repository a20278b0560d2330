import type { Taint } from '../../kinds/core/node/schema.ts';
import { isTolerated, untoleratedTaint } from '../../kinds/core/tolerations.ts';
import { scaleScores, unfit, type Plugin } from '../plugin.ts';

const rejection = unfit('node(s) had untolerated taint(s)');

/** Keeps pods off nodes with taints they do not tolerate, and prefers nodes with fewer taints that advise against them. */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,

  filter: ({ pod }) => ({
    reject: ({ node }) => (node.spec.taints && untoleratedTaint(node.spec.taints, pod.spec.tolerations) ? rejection : undefined),
  }),

  score: ({ pod }) => ({
    score({ node }) {
      let count = 0;
      for (const taint of node.spec.taints ?? []) if (isAdvice(taint) && !isTolerated(taint, pod.spec.tolerations)) count++;
      return count;
    },
    normalize: (scores) => scaleScores(scores, { reversed: true }),
  }),

  mayHelp({ pod, uid }, event) {
    switch (event.type) {
      case 'node added':
        return !untoleratedTaint(event.node.spec.taints, pod.spec.tolerations);
      case 'node updated':
        return (
          untoleratedTaint(event.previous.spec.taints, pod.spec.tolerations) !== undefined &&
          !untoleratedTaint(event.node.spec.taints, pod.spec.tolerations)
        );
      case 'pod updated':
        return event.pod.metadata.uid === uid && event.changes.has('tolerations');
      default:
        return false;
    }
  },
};

const isAdvice = ({ effect }: Taint): boolean => effect === 'PreferNoSchedule';
