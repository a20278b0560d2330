import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { StoredMeta } from '../../model/kind.ts';
import { formatTime } from '../../model/timestamp.ts';

export const startMs = Date.UTC(2026, 0, 1);

/** The time so many seconds after the start. */
export const at = (seconds: number): string => formatTime(startMs + seconds * 1000);

export const meta = (name: string, more: Partial<StoredMeta> = {}): StoredMeta => ({
  name,
  namespace: 'shop',
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: at(0),
  ...more,
});

interface PodOptions {
  readonly metadata?: Partial<StoredMeta>;
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Since how many seconds after the start. */
  readonly readySince?: number;
  readonly restarts?: number;
  readonly spec?: Partial<Pod['spec']>;
  readonly status?: Partial<Pod['status']>;
}

export function pod(name: string, options: PodOptions = {}): Pod {
  const { metadata = {}, node = 'node-1', readySince, phase = 'Running', restarts, spec, status } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, { labels: { app: 'web' }, ...metadata }),
    spec: { containers: [{ name: 'web' }], ...(node && { nodeName: node }), ...spec },
    status: {
      phase,
      ...(readySince !== undefined && { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(readySince) }] }),
      ...(restarts !== undefined && {
        containerStatuses: [{ name: 'web', ready: true, restartCount: restarts, image: 'web', imageID: '' }],
      }),
      ...status,
    },
  };
}

export const replicaSet = (
  name: string,
  more: { metadata?: Partial<StoredMeta>; spec?: Partial<ReplicaSet['spec']>; status?: Partial<ReplicaSet['status']> } = {},
): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: meta(name, more.metadata),
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    ...more.spec,
  },
  status: { replicas: 0, ...more.status },
});

export const deployment = (
  name: string,
  more: { metadata?: Partial<StoredMeta>; spec?: Partial<Deployment['spec']>; status?: Partial<Deployment['status']> } = {},
): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta(name, { generation: 1, ...more.metadata }),
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...more.spec,
  },
  status: { ...more.status },
});

export const node = (
  name: string,
  more: { metadata?: Partial<StoredMeta>; spec?: Partial<Node['spec']>; status?: Partial<Node['status']> } = {},
): Node => {
  const { namespace: _, ...metadata } = meta(name, more.metadata);
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: { ...more.spec }, status: { ...more.status } };
};

export const claimTemplate = (name: string): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: meta(name),
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  status: {},
});
