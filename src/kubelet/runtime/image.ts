import type { SandboxConfig } from './sandbox.ts';

/** What a pod or the node calls an image. */
export interface ImageReference {
  /** A name with tag or digest, or the id under which the node has it. */
  readonly image: string;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** As the pod's author wrote it. */
  readonly userSpecifiedImage?: string | undefined;
  /** The handler of the pod's runtime class, where images differ by handler. */
  readonly handler?: string | undefined;
  readonly imageRef?: string | undefined;
}

export interface Image {
  /** What pulling answers with, too. */
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly sizeBytes: number;
  /** Who the image's command runs as: a number or a name, or neither for root. */
  readonly uid?: number | undefined;
  readonly userName: string;
  readonly reference?: ImageReference | undefined;
  /** Should not be removed to free space. */
  readonly pinned: boolean;
}

export interface RegistryCredentials {
  readonly userName?: string | undefined;
  readonly password?: string | undefined;
  /** User name and password, joined by a colon, in base64. */
  readonly auth?: string | undefined;
  readonly serverAddress?: string | undefined;
  readonly identityToken?: string | undefined;
  readonly registryToken?: string | undefined;
}

export interface PullOptions {
  readonly credentials?: RegistryCredentials | undefined;
  /** The pod the image is pulled for. */
  readonly sandbox?: SandboxConfig | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FilesystemUsage {
  readonly observedAtNs: bigint;
  readonly mountPoint: string;
  readonly usedBytes?: number | undefined;
  readonly usedInodes?: number | undefined;
}

export interface ImageFilesystems {
  readonly images: readonly FilesystemUsage[];
  /** Writable layers, where the runtime keeps them apart from images. */
  readonly containers: readonly FilesystemUsage[];
}
