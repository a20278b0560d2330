import { posix } from 'node:path';
import type { QosClass } from './quality-of-service.ts';

// Names of the cgroupfs driver, as upstream's. A path starts at the root of its hierarchy, as the runtime expects it too.

/** The group of all pods, under the root the kubelet was given. */
export const podsCgroup = (root: string): string => posix.join('/', root, 'kubepods');

/** Guaranteed pods have no group of their own: they stand beside those of the other classes. */
export function qosCgroup(root: string, qosClass: QosClass): string {
  const pods = podsCgroup(root);
  return qosClass === 'Guaranteed' ? pods : posix.join(pods, qosClass.toLowerCase());
}

export const podCgroup = (root: string, { uid, qosClass }: { readonly uid: string; readonly qosClass: QosClass }): string =>
  posix.join(qosCgroup(root, qosClass), `pod${uid}`);

/** The uid of the pod whose group has this name, if it is one. */
export const podUidOf = (name: string): string | undefined => /^pod([^/]+)$/.exec(name)?.[1];
