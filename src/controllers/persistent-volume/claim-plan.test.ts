import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { matchingVolume } from '../../kinds/core/persistent-volume/matching.ts';
import type { StorageClass } from '../../kinds/storage/storage-class.ts';
import { claim, claimRef, storageClass, volume } from '../testing/storage-builders.ts';
import { planClaim, type ClaimPlan, type Surroundings } from './claim-plan.ts';
import { statusWith, statusWithout } from './claim-status.ts';

interface Scene {
  readonly volumes?: readonly PersistentVolume[];
  readonly classes?: readonly StorageClass[];
  readonly defaultClass?: StorageClass;
  readonly pods?: readonly string[];
}

const scene = ({ volumes = [], classes = [], defaultClass, pods = [] }: Scene): Surroundings => ({
  volumeNamed: (name) => volumes.find(({ metadata }) => metadata.name === name),
  match: (of, options) => matchingVolume(of, volumes, options),
  classNamed: (name) => classes.find(({ metadata }) => metadata.name === name),
  defaultClass: () => defaultClass,
  waitingPods: () => pods,
});

/** In a line. */
function told(plan: ClaimPlan): string {
  if (plan.do === 'bind') return `bind ${plan.volume.metadata.name}`;
  if (plan.do === 'assign class') return `assign class ${plan.className}`;
  const { type = 'Normal', reason = '', message = '' } = plan.event ?? {};
  return [plan.do, plan.do === 'ask' && plan.provisioner, reason && `${type} ${reason}: ${message}`].filter(Boolean).join(', ');
}

const external =
  "ask, csi.example.com, Normal ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'csi.example.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.";
const fast = (more: Partial<StorageClass> = {}) => storageClass('fast', more);
const late = storageClass('late', { volumeBindingMode: 'WaitForFirstConsumer' });
const ofClass = (storageClassName: string, annotations: Record<string, string> = {}) =>
  claim('data', { spec: { storageClassName }, metadata: { annotations } });
const unclassed = (() => {
  const { storageClassName: _, ...spec } = claim('data').spec;
  return { ...claim('data'), spec };
})();
const choosing = (volumeName: string, annotations: Record<string, string> = {}) =>
  claim('data', { spec: { volumeName }, metadata: { annotations } });
const other = claim('other');
const complete = { 'pv.kubernetes.io/bind-completed': 'yes' };

for (const [what, of, around, expected] of [
  ['takes a free volume', claim('data'), { volumes: [volume('v')] }, 'bind v'],
  [
    'without volume or class waits',
    claim('data'),
    {},
    'wait, Normal FailedBinding: no persistent volumes available for this claim and no storage class is set',
  ],
  ['that names no class gets the default', unclassed, { defaultClass: fast() }, 'assign class fast'],
  ['that names no class rather takes a volume', unclassed, { defaultClass: fast(), volumes: [volume('v')] }, 'bind v'],
  [
    'that wants no class does not get the default',
    claim('data'),
    { defaultClass: fast() },
    'wait, Normal FailedBinding: no persistent volumes available for this claim and no storage class is set',
  ],
  ['of a class asks its provisioner', ofClass('fast'), { classes: [fast()] }, external],
  [
    'of a class that is not there says so',
    ofClass('fast'),
    {},
    'wait, Warning ProvisioningFailed: storageclass.storage.k8s.io "fast" not found',
  ],
  [
    'of a class nobody makes volumes for says so',
    ofClass('fast'),
    { classes: [fast({ provisioner: 'kubernetes.io/no-provisioner' })] },
    'wait, Warning ProvisioningFailed: no volume plugin matched name: kubernetes.io/no-provisioner',
  ],
  [
    'for the first pod waits for one',
    ofClass('late'),
    { classes: [late], volumes: [volume('v', { spec: { storageClassName: 'late' } })] },
    'wait, Normal WaitForFirstConsumer: waiting for first consumer to be created before binding',
  ],
  [
    'for the first pod waits for it to be scheduled',
    ofClass('late'),
    { classes: [late], pods: ['a'] },
    'wait, Normal WaitForPodScheduled: waiting for pod a to be scheduled',
  ],
  [
    'for the first pod waits for several to be scheduled',
    ofClass('late'),
    { classes: [late], pods: ['a', 'b'] },
    'wait, Normal WaitForPodScheduled: waiting for pods a,b to be scheduled',
  ],
  [
    'for the first pod is provided once a node is chosen',
    ofClass('late', { 'volume.kubernetes.io/selected-node': 'n' }),
    { classes: [late] },
    external,
  ],
  [
    'for the first pod takes the volume that the scheduler reserved',
    ofClass('late'),
    { classes: [late], volumes: [volume('v', { spec: { storageClassName: 'late', claimRef: claimRef(claim('data')) } })] },
    'bind v',
  ],
  ['waits for the volume it chose', choosing('v'), {}, 'wait'],
  ['takes the volume it chose', choosing('v'), { volumes: [volume('v')] }, 'bind v'],
  [
    'does not take a volume that is too small',
    choosing('v'),
    { volumes: [volume('v', { size: '1Mi' })] },
    'wait, Warning VolumeMismatch: Cannot bind to requested volume "v": requested PV is too small',
  ],
  [
    'takes the volume that chose it, whatever its size',
    choosing('v'),
    { volumes: [volume('v', { size: '1Mi', spec: { claimRef: claimRef(claim('data')) } })] },
    'bind v',
  ],
  [
    "does not take another's volume",
    choosing('v'),
    { volumes: [volume('v', { spec: { claimRef: claimRef(other) } })] },
    'wait, Warning FailedBinding: volume "v" already bound to a different claim.',
  ],
  [
    'that was bound and names no volume is lost',
    claim('data', { metadata: { annotations: complete } }),
    {},
    'give up, Warning ClaimLost: Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
  ],
  [
    'that was bound and whose volume is gone is lost',
    choosing('v', complete),
    {},
    'give up, Warning ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
  ],
  [
    "that was bound to what is another's is lost",
    choosing('v', complete),
    { volumes: [volume('v', { spec: { claimRef: claimRef(other) } })] },
    'give up, Warning ClaimMisbound: Two claims are bound to the same volume, this one is bound incorrectly',
  ],
  [
    'that is bound stays so',
    choosing('v', complete),
    { volumes: [volume('v', { spec: { claimRef: claimRef(claim('data')) } })] },
    'bind v',
  ],
  ['that was bound takes back a volume that was let go', choosing('v', complete), { volumes: [volume('v')] }, 'bind v'],
] as const) {
  test(`a claim ${what}`, () => assert.equal(told(planClaim(of, scene(around))), expected));
}

for (const [provisioner, expected] of [
  ['kubernetes.io/aws-ebs', 'ask, ebs.csi.aws.com'],
  ['kubernetes.io/nfs', 'wait, Warning ProvisioningFailed: no provisionable volume plugin matched'],
  [
    'kubernetes.io/host-path',
    'wait, Warning ProvisioningFailed: Failed to create provisioner: provisioning in volume plugin "kubernetes.io/host-path" is disabled',
  ],
] as const) {
  test(`what was once part of Kubernetes: ${provisioner}`, () => {
    const plan = told(planClaim(ofClass('fast'), scene({ classes: [fast({ provisioner })] })));
    assert.equal(plan.slice(0, expected.length), expected);
  });
}

test("a claim's status shows its volume, whose size it takes only once", () => {
  const bound = statusWith(claim('data'), volume('v', { size: '2Gi', spec: { volumeAttributesClassName: 'gold' } }));
  assert.deepEqual(bound, {
    phase: 'Bound',
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '2Gi' },
    currentVolumeAttributesClassName: 'gold',
  });
  const grown = statusWith(claim('data', { status: bound }), volume('v', { size: '3Gi' }));
  assert.deepEqual(grown.capacity, { storage: '2Gi' });
  const resizing = volume('v', { size: '3Gi', metadata: { annotations: { 'volume.alpha.kubernetes.io/pre-resize-capacity': '2Gi' } } });
  assert.deepEqual(statusWith(claim('data'), resizing).capacity, { storage: '2Gi' });
  assert.deepEqual(statusWithout(claim('data', { status: bound }), 'Lost'), { phase: 'Lost' });
  assert.throws(() => statusWith(claim('data'), volume('v', { spec: { capacity: {} } })), /"v" is without a storage capacity/);
});
