import { mkdir, realpath } from 'node:fs/promises';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { NodeFacts } from '../environment/node-facts.ts';
import type { PodObjects } from '../objects/pod-objects.ts';
import { PodDirectories } from './layout.ts';
import { NodeVolumes } from './node-volumes.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import type { VolumeManager } from './volume-manager.ts';

export interface CreateVolumeManagerOptions {
  /** The kubelet's root directory, `/var/lib/kubelet`. */
  readonly root: string;
  readonly client: Client;
  readonly objects: PodObjects;
  readonly node: NodeFacts;
  /** Whether the runtime of the pod can mount read-only recursively. */
  readonly supportsRecursiveReadOnly?: ((pod: Pod) => boolean) | undefined;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

/** Makes the root directory if need be. */
export async function createVolumeManager(options: CreateVolumeManagerOptions): Promise<VolumeManager> {
  const { root, client, objects, node, supportsRecursiveReadOnly = () => false, log, clock = systemClock } = options;
  await mkdir(root, { recursive: true, mode: 0o750 });
  // The kernel tells of mounts without links in their paths.
  const directories = new PodDirectories(await realpath(root));
  const tokens = new ServiceAccountTokens({ client, log, clock });
  return new NodeVolumes({ directories, tokens, objects, node, supportsRecursiveReadOnly, log, clock });
}
