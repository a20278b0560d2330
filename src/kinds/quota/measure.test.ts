import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../apps/deployment/index.ts';
import { ConfigMap } from '../core/config-map.ts';
import { PersistentVolumeClaim } from '../core/persistent-volume-claim/index.ts';
import { Pod } from '../core/pod/index.ts';
import { Service } from '../core/service/index.ts';
import { decode } from '../../model/decode.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { measureOf } from './measure.ts';

const nowMs = Date.UTC(2026, 0, 1);

/** An object with these fields beyond its metadata. */
const made = <T extends KubeObject>(kind: Kind<T>, fields: object, metadata: object = {}): KubeObject =>
  decode(kind.schema, { metadata: { name: 'x', ...metadata }, ...fields }).object;

const container = (requests: object, limits: object = {}) => ({ name: 'c', image: 'x', resources: { requests, limits } });
const running = { phase: 'Running' };

const usages: { what: string; kind: Kind; object: KubeObject; usage: Record<string, string> }[] = [
  { what: 'a config map', kind: ConfigMap, object: made(ConfigMap, {}), usage: { 'count/configmaps': '1', configmaps: '1' } },
  { what: 'a deployment', kind: Deployment, object: made(Deployment, {}), usage: { 'count/deployments.apps': '1' } },
  {
    what: 'a pod',
    kind: Pod,
    object: made(Pod, { spec: { containers: [container({ cpu: '1', 'example.com/gpu': '2' }, { cpu: '2' })] }, status: running }),
    usage: { 'count/pods': '1', pods: '1', cpu: '1', 'requests.cpu': '1', 'limits.cpu': '2', 'requests.example.com/gpu': '2' },
  },
  {
    what: 'a pod that has ended',
    kind: Pod,
    object: made(Pod, { spec: { containers: [container({ cpu: '1' })] }, status: { phase: 'Succeeded' } }),
    usage: { 'count/pods': '1' },
  },
  {
    what: 'a pod that is stuck on its way out',
    kind: Pod,
    object: made(
      Pod,
      { spec: { containers: [container({ cpu: '1' })] }, status: running },
      { deletionTimestamp: '2025-12-31T23:59:00Z', deletionGracePeriodSeconds: 30 },
    ),
    usage: { 'count/pods': '1' },
  },
  {
    what: 'a service behind a load balancer',
    kind: Service,
    object: made(Service, { spec: { type: 'LoadBalancer', ports: [{ port: 1 }, { port: 2 }] } }),
    usage: { 'count/services': '1', services: '1', 'services.loadbalancers': '1', 'services.nodeports': '2' },
  },
  {
    what: 'a claim of a class',
    kind: PersistentVolumeClaim,
    object: made(PersistentVolumeClaim, { spec: { storageClassName: 'gold', resources: { requests: { storage: '1500m' } } } }),
    usage: {
      'count/persistentvolumeclaims': '1',
      persistentvolumeclaims: '1',
      'requests.storage': '2',
      'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'gold.storageclass.storage.k8s.io/requests.storage': '2',
    },
  },
];

for (const { what, kind, object, usage } of usages) {
  test(`${what} counts as ${JSON.stringify(usage)}`, () => {
    const measure = measureOf(kind);
    assert.deepEqual(measure.usage(object, nowMs), usage);
    for (const name of Object.keys(usage)) assert(measure.counts(name), name);
  });
}

const scopes = [
  { spec: { activeDeadlineSeconds: 5 }, in: ['Terminating', 'BestEffort'], out: ['NotTerminating', 'NotBestEffort'] },
  { spec: { containers: [container({ cpu: '1' })] }, in: ['NotTerminating', 'NotBestEffort'], out: ['Terminating', 'BestEffort'] },
  { spec: { priorityClassName: 'high' }, in: ['PriorityClass'], out: ['CrossNamespacePodAffinity'] },
  {
    spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'z', namespaces: ['other'] }] } } },
    in: ['CrossNamespacePodAffinity'],
    out: ['PriorityClass', 'VolumeAttributesClass'],
  },
] as const;

for (const { spec, in: within, out } of scopes) {
  test(`a pod with ${JSON.stringify(spec)} is in ${within.join(' and ')}, not in ${out.join(' and ')}`, () => {
    const pod = made(Pod, { spec: { containers: [{ name: 'c', image: 'x' }], ...spec }, status: running });
    const isIn = (scopeName: (typeof within | typeof out)[number]) => measureOf(Pod).isInScope(pod, { scopeName, operator: 'Exists' });
    assert.deepEqual([within.every(isIn), out.some(isIn)], [true, false]);
  });
}
