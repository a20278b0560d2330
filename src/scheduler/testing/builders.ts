import type { Node } from '../../kinds/core/node/index.ts';
import type { Taint } from '../../kinds/core/node/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { StoredMeta } from '../../model/kind.ts';

export const meta = (name: string, more: Partial<StoredMeta> = {}): StoredMeta => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...more,
});

export interface NodeOptions {
  readonly labels?: Record<string, string>;
  readonly taints?: Taint[];
  readonly allocatable?: Record<string, string>;
  readonly spec?: Partial<Node['spec']>;
  readonly images?: Node['status']['images'];
}

/** A node with 4 CPUs, 8 GiB and its host name as label, unless said otherwise. */
export function node(name: string, { labels, taints, allocatable, spec, images }: NodeOptions = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(name, { labels: { 'kubernetes.io/hostname': name, ...labels } }),
    spec: { ...(taints && { taints }), ...spec },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110', ...allocatable },
      ...(images && { images }),
    },
  };
}

export interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly priority?: number;
  readonly metadata?: Partial<StoredMeta>;
  readonly spec?: Partial<Pod['spec']>;
  readonly status?: Partial<Pod['status']>;
}

export function pod(name: string, { namespace = 'shop', labels, requests, priority, metadata, spec, status }: PodOptions = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, { namespace, generation: 1, ...(labels && { labels }), ...metadata }),
    spec: {
      schedulerName: 'default-scheduler',
      containers: [{ name: 'main', image: 'example.com/app:1', ...(requests && { resources: { requests } }) }],
      ...(priority !== undefined && { priority }),
      ...spec,
    },
    status: { phase: 'Pending', ...status },
  };
}
