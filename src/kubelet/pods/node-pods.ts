import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodObservation } from '../pleg/observation.ts';

/** Reading access to the pods of the node, for the kubelet's server, volumes and statistics. */
export interface NodePods {
  /** Pods the node is responsible for, with the status the kubelet has found out, which the API server may not know yet. */
  list(): readonly Pod[];
  get(ref: { readonly namespace: string; readonly name: string }): Pod | undefined;
  byUid(uid: string): Pod | undefined;
  /** What the runtime has of the pod: sandboxes and containers with ids and states. */
  observation(uid: string): PodObservation | undefined;
}
