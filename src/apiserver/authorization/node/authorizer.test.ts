import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersistentVolume } from '../../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { User } from '../../../model/request.ts';
import { resourceAttributes, type ResourceAttributes } from '../attributes.ts';
import { nodeAuthorizer } from './authorizer.ts';
import type { NodeObjects } from './objects.ts';

const stored = (name: string, namespace?: string) => ({
  name,
  ...(namespace !== undefined && { namespace }),
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});

const pod = (name: string, nodeName: string, spec: Partial<Pod['spec']>, more: { mirror?: boolean; status?: Pod['status'] } = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...stored(name, 'shop'), ...(more.mirror && { annotations: { 'kubernetes.io/config.mirror': 'x' } }) },
  spec: { containers: [], nodeName, ...spec },
  status: more.status ?? {},
});

const pods: Pod[] = [
  pod(
    'web',
    'n1',
    {
      serviceAccountName: 'builder',
      imagePullSecrets: [{ name: 'pull' }],
      containers: [
        {
          name: 'c',
          env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'env-secret', key: 'k' } } }],
          envFrom: [{ configMapRef: { name: 'env-map' } }],
        },
      ],
      volumes: [
        { name: 's', secret: { secretName: 'volume-secret' } },
        { name: 'p', projected: { sources: [{ configMap: { name: 'projected-map' } }] } },
        { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
        { name: 'scratch', ephemeral: {} },
      ],
      resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 't' }],
    },
    { status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'web-gpu-x' }] } },
  ),
  pod('other', 'n2', { volumes: [{ name: 's', secret: { secretName: 'foreign' } }] }),
  pod('mirror', 'n1', { volumes: [{ name: 's', secret: { secretName: 'grabbed' } }] }, { mirror: true }),
];

const volume: PersistentVolume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: stored('pv-1'),
  spec: {
    claimRef: { namespace: 'shop', name: 'data' },
    csi: {
      driver: 'd',
      volumeHandle: 'h',
      nodeStageSecretRef: { namespace: 'storage', name: 'stage' },
      controllerPublishSecretRef: { namespace: 'storage', name: 'publish' },
    },
  },
  status: {},
};

const objects: NodeObjects = {
  podsOfNode: (nodeName) => pods.filter(({ spec }) => spec.nodeName === nodeName),
  pod: (namespace, name) => pods.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
  persistentVolume: (name) => (name === 'pv-1' ? volume : undefined),
  volumesOfClaim: (namespace, name) => (namespace === 'shop' && name === 'data' ? [volume] : []),
  volumeAttachment: () => undefined,
  resourceSlice: () => undefined,
};

const n1: User = { name: 'system:node:n1', groups: ['system:nodes'] };
const authorizer = nodeAuthorizer(objects);
type Asked = Partial<ResourceAttributes> & Pick<ResourceAttributes, 'verb' | 'resource'>;
const ask = (asked: Asked, user = n1) => authorizer(resourceAttributes(user, asked));

const shop = { namespace: 'shop' };
const none = "no relationship found between node 'n1' and this object";
const own = { fieldRequirements: [{ field: 'spec.nodeName', value: 'n1' }] };

const cases: [asked: Asked, answer: true | string][] = [
  [{ verb: 'get', resource: 'secrets', ...shop, name: 'pull' }, true],
  [{ verb: 'watch', resource: 'secrets', ...shop, name: 'env-secret' }, true],
  [{ verb: 'get', resource: 'secrets', ...shop, name: 'volume-secret' }, true],
  [{ verb: 'get', resource: 'secrets', namespace: 'storage', name: 'stage' }, true],
  [{ verb: 'get', resource: 'secrets', namespace: 'storage', name: 'publish' }, none],
  [{ verb: 'get', resource: 'secrets', ...shop, name: 'foreign' }, none],
  [{ verb: 'get', resource: 'secrets', ...shop, name: 'grabbed' }, none],
  [{ verb: 'get', resource: 'secrets', namespace: 'other', name: 'pull' }, none],
  [{ verb: 'list', resource: 'secrets', ...shop }, 'No Object name found'],
  [{ verb: 'list', resource: 'secrets' }, 'can only read namespaced object of this type'],
  [{ verb: 'delete', resource: 'secrets', ...shop, name: 'pull' }, 'can only read resources of this type'],
  [{ verb: 'get', resource: 'configmaps', ...shop, name: 'env-map' }, true],
  [{ verb: 'get', resource: 'configmaps', ...shop, name: 'projected-map' }, true],
  [{ verb: 'get', resource: 'configmaps', ...shop, name: 'pull' }, none],
  [{ verb: 'get', resource: 'persistentvolumeclaims', ...shop, name: 'data' }, true],
  [{ verb: 'get', resource: 'persistentvolumeclaims', ...shop, name: 'web-scratch' }, true],
  [{ verb: 'list', resource: 'persistentvolumeclaims', ...shop }, 'can only get individual resources of this type'],
  [{ verb: 'patch', resource: 'persistentvolumeclaims', subresource: 'status', ...shop, name: 'data' }, true],
  [{ verb: 'get', resource: 'persistentvolumes', name: 'pv-1' }, true],
  [{ verb: 'get', resource: 'persistentvolumes', name: 'pv-2' }, none],
  [{ verb: 'get', resource: 'resourceclaims', group: 'resource.k8s.io', ...shop, name: 'web-gpu-x' }, true],
  [{ verb: 'get', resource: 'volumeattachments', group: 'storage.k8s.io', name: 'va' }, none],
  [{ verb: 'create', resource: 'serviceaccounts', subresource: 'token', ...shop, name: 'builder' }, true],
  [{ verb: 'create', resource: 'serviceaccounts', subresource: 'token', ...shop, name: 'default' }, none],
  [{ verb: 'get', resource: 'serviceaccounts', ...shop, name: 'builder' }, true],
  [{ verb: 'list', resource: 'serviceaccounts', ...shop }, 'can only create tokens for individual service accounts'],
  [{ verb: 'update', resource: 'leases', group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n1' }, true],
  [
    { verb: 'update', resource: 'leases', group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n2' },
    'can only access node lease with the same name as the requesting node',
  ],
  [
    { verb: 'get', resource: 'leases', group: 'coordination.k8s.io', namespace: 'kube-system', name: 'n1' },
    'can only access leases in the "kube-node-lease" system namespace',
  ],
  [{ verb: 'create', resource: 'csinodes', group: 'storage.k8s.io' }, true],
  [
    { verb: 'get', resource: 'csinodes', group: 'storage.k8s.io', name: 'n2' },
    'can only access CSINode with the same name as the requesting node',
  ],
  [{ verb: 'list', resource: 'resourceslices', group: 'resource.k8s.io', ...own }, true],
  [
    { verb: 'list', resource: 'resourceslices', group: 'resource.k8s.io' },
    'can only list/watch/deletecollection resourceslices with nodeName field selector',
  ],
  [{ verb: 'get', resource: 'nodes', name: 'n1' }, true],
  [{ verb: 'get', resource: 'nodes', name: 'n2' }, "node 'n1' cannot read 'n2', only its own Node object"],
  [{ verb: 'list', resource: 'nodes' }, "node 'n1' cannot read all nodes, only its own Node object"],
  [{ verb: 'create', resource: 'nodes' }, true],
  [{ verb: 'patch', resource: 'nodes', subresource: 'status', name: 'n1' }, true],
  [{ verb: 'delete', resource: 'nodes', name: 'n1' }, ''],
  [{ verb: 'watch', resource: 'pods', ...own }, true],
  [{ verb: 'list', resource: 'pods' }, 'can only list/watch pods with spec.nodeName field selector'],
  [{ verb: 'get', resource: 'pods', ...shop, name: 'web' }, true],
  [{ verb: 'get', resource: 'pods', ...shop, name: 'other' }, none],
  [{ verb: 'patch', resource: 'pods', subresource: 'status', ...shop, name: 'web' }, true],
  [{ verb: 'create', resource: 'pods', subresource: 'eviction', ...shop, name: 'web' }, true],
  [{ verb: 'create', resource: 'pods', subresource: 'exec', ...shop, name: 'web' }, ''],
  [{ verb: 'list', resource: 'services' }, true],
  [{ verb: 'create', resource: 'events', group: 'events.k8s.io', ...shop }, true],
  [{ verb: 'get', resource: 'deployments', group: 'apps', ...shop, name: 'web' }, ''],
];

for (const [asked, answer] of cases) {
  const what = [asked.verb, asked.subresource ? `${asked.resource}/${asked.subresource}` : asked.resource, asked.namespace, asked.name];
  test(`a node ${answer === true ? 'may' : 'may not'} ${what.filter(Boolean).join(' ')}${asked.fieldRequirements ? ' of its own' : ''}`, async () => {
    const { type, reason } = await ask(asked);
    assert.deepEqual([type, reason], answer === true ? ['allow', ''] : ['no opinion', answer]);
  });
}

test('only members of the group of nodes are nodes', async () => {
  const asked: Asked = { verb: 'list', resource: 'services' };
  assert.equal((await ask(asked, { name: 'system:node:n1', groups: [] })).type, 'no opinion');
  assert.equal((await ask(asked, { name: 'n1', groups: ['system:nodes'] })).type, 'no opinion');
  assert.match((await ask(asked, { name: 'system:node:', groups: ['system:nodes'] })).reason, /unknown node for user/);
});
