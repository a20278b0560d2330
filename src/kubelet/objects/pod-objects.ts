import type { ConfigMap } from '../../kinds/core/config-map.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Secret } from '../../kinds/core/secret.ts';

/**
 * Config maps and secrets for the pods that name them. Nodes may read no others, so each is read, and watched, by itself for as
 * long as a pod needs it.
 */
export interface PodObjects {
  /** Throws ApiError NotFound, or another Error when the API server does not answer in time. */
  configMap(pod: Pod, name: string, options: { readonly signal: AbortSignal }): Promise<ConfigMap>;
  secret(pod: Pod, name: string, options: { readonly signal: AbortSignal }): Promise<Secret>;
  /** The pod needs nothing any more. */
  release(podUid: string): void;
  /** Tells the uid of each pod that asked for an object which has changed, come or gone, until disposed. */
  observe(changed: (podUid: string) => void): Disposable;
  /** Keeps what was asked for up to date until the signal aborts; nothing is read before it runs. */
  run(signal: AbortSignal): Promise<void>;
}
