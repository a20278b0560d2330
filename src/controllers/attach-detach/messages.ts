import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Attachable } from './attachable.ts';

const about = ({ volume }: Attachable): string => `for volume ${JSON.stringify(volume.metadata.name)} `;

/** Ends in a space, as upstream. */
export const attachedMessage = (attachable: Attachable): string => `AttachVolume.Attach succeeded ${about(attachable)}`;

export const failedMessage = (attachable: Attachable, problem: string): string =>
  `AttachVolume.Attach failed ${about(attachable)}: ${problem}`;

/** Why a pod cannot have a volume that other nodes have. Pods of other namespaces are only counted. */
export function conflictMessage(attachable: Attachable, pod: Pod, users: readonly Pod[]): string {
  const start = `Multi-Attach error ${about(attachable)}`;
  if (users.length === 0) return `${start}Volume is already exclusively attached to one node and can't be attached to another`;
  const near = users.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace).map(({ metadata }) => metadata.name);
  const far = users.length - near.length;
  const others = `${far} pod(s) in different namespaces`;
  if (near.length === 0) return `${start}Volume is already used by ${others}`;
  return `${start}Volume is already used by pod(s) ${near.join(', ')}${far > 0 ? ` and ${others}` : ''}`;
}
