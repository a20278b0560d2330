import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const devices = { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] };
const allocation = { devices: { results: [{ request: 'gpu', driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' }] } };
const finalizers = ['resource.kubernetes.io/delete-protection'];

async function started() {
  const cluster = await runControllers();
  await eventually(
    async () => (await cluster.client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  return cluster;
}

test('a pod gets a claim from a template, is entered once it has devices, and loses it when it is done', async () => {
  await using cluster = await started();
  const { client } = cluster;
  const pod = await client.create(Pod, {
    metadata: { name: 'web', namespace },
    spec: {
      nodeName: 'node-1',
      resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'any-gpu' }],
      containers: [{ name: 'web', image: 'web', resources: { claims: [{ name: 'gpu' }] } }],
    },
  });
  // The pod waits for the template.
  await client.create(ResourceClaimTemplate, { metadata: { name: 'any-gpu', namespace }, spec: { spec: { devices } } });
  const told = await eventually(
    () => client.get(Pod, pod.metadata),
    ({ status }) => status.resourceClaimStatuses?.[0]?.resourceClaimName !== undefined,
  );
  const name = told.status.resourceClaimStatuses?.[0]?.resourceClaimName ?? '';
  assert.match(name, /^web-gpu-/);
  const claim = await client.get(ResourceClaim, { name, namespace });
  assert.equal(claim.metadata.annotations?.['resource.kubernetes.io/pod-claim-name'], 'gpu');
  assert.equal(claim.metadata.ownerReferences?.[0]?.uid, pod.metadata.uid);

  const kept = await client.update(ResourceClaim, { ...claim, metadata: { ...claim.metadata, finalizers } });
  await client.update(ResourceClaim, { ...kept, status: { allocation } }, { subresource: 'status' });
  await eventually(
    () => client.get(ResourceClaim, { name, namespace }),
    ({ status }) => status.reservedFor?.[0]?.uid === pod.metadata.uid,
  );
  await client.patch(Pod, pod.metadata, { type: 'merge', body: { status: { phase: 'Succeeded' } } }, { subresource: 'status' });
  await eventually(
    async () => (await client.list(ResourceClaim, { namespace })).items,
    (claims) => claims.length === 0,
  );
});

test('a claim that several may use loses its devices with the last of them, and stays', async () => {
  await using cluster = await started();
  const { client } = cluster;
  const claim = await client.create(ResourceClaim, { metadata: { name: 'shared', namespace, finalizers }, spec: { devices } });
  const reservedFor = [
    { resource: 'pods', name: 'gone', uid: 'gone' },
    { apiGroup: 'example.com', resource: 'things', name: 'thing', uid: 'thing' },
  ];
  await client.update(ResourceClaim, { ...claim, status: { allocation, reservedFor } }, { subresource: 'status' });
  const partly = await eventually(
    () => client.get(ResourceClaim, claim.metadata),
    ({ status }) => status.reservedFor?.length === 1,
  );
  assert.deepEqual([partly.status.reservedFor?.[0]?.name, partly.status.allocation !== undefined], ['thing', true]);
  const withoutThing = { allocation, reservedFor: [{ resource: 'pods', name: 'gone', uid: 'gone' }] };
  await client.update(ResourceClaim, { ...partly, status: withoutThing }, { subresource: 'status' });
  const free = await eventually(
    () => client.get(ResourceClaim, claim.metadata),
    ({ status, metadata }) => !status.allocation && !metadata.finalizers,
  );
  assert.equal(free.status.reservedFor, undefined);
});

test('pods of a group share the claim that was made for the group', async () => {
  await using cluster = await runControllers({
    featureGates: { GenericWorkload: true, DRAWorkloadResourceClaims: true },
    runtimeConfig: { 'scheduling.k8s.io/v1alpha2': 'true' },
  });
  const { client } = cluster;
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  await client.create(ResourceClaimTemplate, { metadata: { name: 'any-gpu', namespace }, spec: { spec: { devices } } });
  const resourceClaims = [{ name: 'gpu', resourceClaimTemplateName: 'any-gpu' }];
  const group = await client.create(PodGroup, {
    metadata: { name: 'gang', namespace },
    spec: { schedulingPolicy: { basic: {} }, resourceClaims },
  });
  const pods = await Promise.all(
    ['a', 'b'].map((name) =>
      client.create(Pod, {
        metadata: { name, namespace },
        spec: {
          nodeName: 'node-1',
          schedulingGroup: { podGroupName: 'gang' },
          resourceClaims,
          containers: [{ name: 'web', image: 'web', resources: { claims: [{ name: 'gpu' }] } }],
        },
      }),
    ),
  );
  const told = await eventually(
    () => client.get(PodGroup, group.metadata),
    ({ status }) => status.resourceClaimStatuses?.[0]?.resourceClaimName !== undefined,
  );
  const name = told.status.resourceClaimStatuses?.[0]?.resourceClaimName ?? '';
  for (const pod of pods) {
    await eventually(
      () => client.get(Pod, pod.metadata),
      ({ status }) => status.resourceClaimStatuses?.[0]?.resourceClaimName === name,
    );
  }
  const claim = await client.get(ResourceClaim, { name, namespace });
  assert.deepEqual(
    [claim.metadata.ownerReferences?.[0]?.uid, (await client.list(ResourceClaim, { namespace })).items.length],
    [group.metadata.uid, 1],
  );
  await client.update(ResourceClaim, { ...claim, status: { allocation } }, { subresource: 'status' });
  const reserved = await eventually(
    () => client.get(ResourceClaim, { name, namespace }),
    ({ status }) => status.reservedFor !== undefined,
  );
  assert.deepEqual(reserved.status.reservedFor, [
    { apiGroup: 'scheduling.k8s.io', resource: 'podgroups', name: 'gang', uid: group.metadata.uid },
  ]);
});
