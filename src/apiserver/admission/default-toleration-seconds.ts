import { Pod } from '../../kinds/core/pod/index.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';

const seconds = 300;
const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/** Pods stay five minutes on a node that is not ready or cannot be reached, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  mutate(request) {
    if (!isAbout(request, Pod) || request.subresource || !request.object) return;
    const { spec } = request.object;
    const tolerations = spec.tolerations ?? [];
    for (const key of keys) {
      const tolerated = tolerations.some((each) => (each.key === key || !each.key) && (each.effect === 'NoExecute' || !each.effect));
      if (!tolerated) tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds });
    }
    spec.tolerations = tolerations;
  },
};
