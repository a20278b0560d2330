import { join } from 'node:path';

/** Upstream's layout below the kubelet's root directory, which other programs on nodes know. */
export class PodDirectories {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The directories of all pods. */
  get pods(): string {
    return join(this.#root, 'pods');
  }

  pod(podUid: string): string {
    // Uids come from the API server; a path made of one must not lead elsewhere all the same.
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(podUid)) throw new Error(`not the uid of a pod: ${JSON.stringify(podUid)}`);
    return join(this.pods, podUid);
  }

  /** The type as in `kubernetes.io/config-map`. */
  volume(podUid: string, type: string, name: string): string {
    return join(this.pod(podUid), 'volumes', escaped(type), name);
  }

  /** What a type of volume notes for itself. */
  notes(podUid: string, type: string, name: string): string {
    return join(this.pod(podUid), 'plugins', escaped(type), name);
  }

  /** Where a part of a volume is mounted for a container, by the position of the mount in its list. */
  subPath(podUid: string, { volume, container, index }: { volume: string; container: string; index: number }): string {
    return join(this.pod(podUid), subPathsDirectory, volume, container, String(index));
  }
}

export const volumesDirectory = 'volumes';
export const notesDirectory = 'plugins';
export const subPathsDirectory = 'volume-subpaths';

const escaped = (type: string): string => type.replace('/', '~');
