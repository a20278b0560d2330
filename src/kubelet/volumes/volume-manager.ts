import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Device, EnvironmentVariable, Mount } from '../runtime/container.ts';
import type { ImageReference } from '../runtime/image.ts';

/** A volume of a pod as it stands on the node. */
export interface MountedVolume {
  readonly name: string;
  readonly type: 'Filesystem' | 'Block' | 'Image';
  /** A directory or file, or the device of a block volume. Empty for images, which the runtime mounts itself. */
  readonly hostPath: string;
  /** Whatever the mount of the container says. */
  readonly readOnly: boolean;
  readonly image?: ImageReference | undefined;
}

export interface ContainerMounts {
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
}

/** Brings the volumes of pods onto the node, keeps their contents up to date and takes them away again. */
export interface VolumeManager {
  /**
   * Idempotent: called each time a pod is worked on, and cheap when nothing is to do. Resolves when all volumes of the pod are
   * there. Throws VolumeError for what may come right later, such as a secret that is missing.
   */
  setUp(pod: Pod, options: { readonly signal: AbortSignal }): Promise<ReadonlyMap<string, MountedVolume>>;
  /** What a container sees of them. Paths inside volumes are checked, and made where upstream makes them. Throws any Error for what cannot be mounted. */
  mountsFor(pod: Pod, container: Container | EphemeralContainer, options: MountOptions): Promise<ContainerMounts>;
  /** Idempotent. Nothing of the pod's volumes is left on the node afterwards but what is not the node's own. */
  tearDown(podUid: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Pods that have something on the node, whether anybody still knows them or not. */
  podUids(): Promise<readonly string[]>;
  /** For the node's status: attachable volumes in use, `kubernetes.io/csi/DRIVER^HANDLE`. */
  volumesInUse(): readonly string[];
  /** Refreshes contents from config maps, secrets, tokens and the pods' own fields until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export interface MountOptions {
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** For paths inside volumes that name variables. */
  readonly environment: readonly EnvironmentVariable[];
  readonly signal: AbortSignal;
}

/** A volume that cannot be mounted now. The message is told to the user as an event. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
  readonly volume: string;

  constructor(message: string, { volume, cause }: { volume: string; cause?: unknown }) {
    super(message, { cause });
    this.volume = volume;
  }
}
