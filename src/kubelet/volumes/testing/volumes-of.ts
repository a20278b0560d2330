import { silentLog } from '../../../base/log.ts';
import type { Client } from '../../../client/client.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { Volume } from '../../../kinds/core/pod/volume.ts';
import type { FakePodObjects } from '../../objects/testing/fake-pod-objects.ts';
import { createVolumeManager } from '../create-volume-manager.ts';
import type { VolumeManager } from '../volume-manager.ts';

/** Volumes below a directory, with an API server that gives everybody the token `token`. */
export const volumesAt = (root: string, objects: FakePodObjects): Promise<VolumeManager> =>
  createVolumeManager({
    root,
    objects,
    client: { post: issueToken } as unknown as Client, // nothing else is asked of it
    node: { hostIps: () => ['192.0.2.1'], allocatable: () => ({ cpu: '2', memory: '64Mi' }) },
    log: silentLog,
  });

const issueToken = async () => ({
  spec: { expirationSeconds: 3600 },
  status: { token: 'token', expirationTimestamp: '2999-01-01T00:00:00Z' },
});

/** A pod with one container that mounts each volume at `/NAME`, unless it says where. */
export function podWithVolumes(
  volumes: readonly ({ readonly name: string } & Partial<Volume>)[],
  { spec = {}, container = {} }: { spec?: object; container?: object } = {},
): Pod {
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web', uid: 'pod-uid', labels: { app: 'web' }, annotations: { a: 'b' } },
    spec: { serviceAccountName: 'robot', containers: [{ name: 'main', volumeMounts, ...container }], volumes, ...spec },
    status: {},
  } as unknown as Pod; // what volumes look at
}
