import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { ObservedContainer } from '../../pleg/observation.ts';
import type { KubeletView } from '../kubelet-view.ts';

/** The pod a path names; with a uid, only the one that has it. */
export function findPod({ pods }: KubeletView, { namespace = '', pod: name = '', uid }: Readonly<Record<string, string>>): Pod | undefined {
  const pod = pods.get({ namespace, name });
  return pod && (uid === undefined || pod.metadata.uid === uid) ? pod : undefined;
}

/** The container of that name that runs. */
export const runningContainer = ({ pods }: KubeletView, { metadata: { uid } }: Pod, name: string): ObservedContainer | undefined =>
  pods.observation(uid)?.containers.find((container) => container.name === name && container.state === 'Running');
