import type { Clock } from '../../base/clock.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import type { NodeFacts } from '../environment/node-facts.ts';
import type { PodObjects } from '../objects/pod-objects.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import type { MountedVolume } from './volume-manager.ts';

/** One way to bring a volume onto the node. */
export interface VolumeType {
  /** As upstream names it: `kubernetes.io/configmap`. */
  readonly name: string;
  handles(volume: Volume): boolean;
  /** Whether setting it up again brings its contents up to date. Others are set up once. */
  readonly isRefreshed: boolean;
  /**
   * Idempotent, also after a crash in the middle. Throws an Error whose message is told to the user. There is no counterpart:
   * whatever is in the volume's directory is taken away with the pod.
   */
  setUp(volume: Volume, setting: VolumeSetting): Promise<Omit<MountedVolume, 'name'>>;
}

/** What a type of volume works with. */
export interface VolumeSetting {
  readonly pod: Pod;
  /** Where the volume goes. */
  readonly directory: string;
  /** Where the type may note that it is done. */
  readonly notes: string;
  readonly objects: PodObjects;
  readonly tokens: ServiceAccountTokens;
  readonly node: NodeFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
