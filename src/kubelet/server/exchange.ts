import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { KubeletView } from './kubelet-view.ts';

/** A request that may be made, with what is needed to answer it. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  /** What stands in the path where the route has names. */
  readonly names: Readonly<Record<string, string>>;
  readonly view: KubeletView;
  /** Aborts when whoever asked has gone. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}
