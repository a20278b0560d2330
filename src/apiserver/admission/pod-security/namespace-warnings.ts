import type { Pod } from '../../../kinds/core/pod/index.ts';
import { controllerOf } from '../../../model/owner-references.ts';
import { findingsOf, shown, type Standard } from './policy.ts';

/** More are not looked at. */
const maxPods = 3000;

/** What is said of the pods that a namespace has already when a stricter standard begins to hold in it. */
export function namespaceWarnings(namespace: string, pods: readonly Pod[], enforce: Standard): readonly string[] {
  const looked = oneOfEachFirst(pods).slice(0, maxPods);
  const byReason = new Map<string, string[]>();
  for (const pod of looked) {
    const reasons = findingsOf(pod, enforce).map(({ reason }) => reason);
    if (reasons.length > 0) byReason.getOrInsertComputed(reasons.join(', '), () => []).push(pod.metadata.name);
  }
  const warnings: string[] = [];
  if (looked.length < pods.length) {
    warnings.push(`new PodSecurity enforce level only checked against the first ${looked.length} of ${pods.length} existing pods`);
  }
  if (byReason.size > 0) {
    const standard = JSON.stringify(shown(enforce));
    warnings.push(`existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${standard}`);
  }
  return [...warnings, ...[...byReason].map(([reasons, names]) => `${someOf(names)}: ${reasons}`).toSorted()];
}

/** Pods of one controller are alike, so that the others can wait. */
function oneOfEachFirst(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<string>();
  const others: Pod[] = [];
  const first = pods.filter((pod) => {
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined || !seen.has(owner)) {
      if (owner !== undefined) seen.add(owner);
      return true;
    }
    others.push(pod);
    return false;
  });
  return [...first, ...others];
}

function someOf(names: readonly string[]): string {
  const [first = ''] = names.toSorted();
  const others = names.length - 1;
  return others === 0 ? first : `${first} (and ${others} other ${others === 1 ? 'pod' : 'pods'})`;
}
