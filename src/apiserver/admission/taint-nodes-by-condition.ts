import { Node } from '../../kinds/core/node/index.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

/** New nodes take no pods before they have said that they are ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  mutate(request) {
    if (request.operation !== 'CREATE' || request.subresource || !isAbout(request, Node) || !request.object) return;
    const { spec } = request.object;
    const taints = spec.taints ?? [];
    if (taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return;
    spec.taints = [...taints, { ...notReady }];
  },
};
