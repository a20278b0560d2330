import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultFeatureGates } from '../model/features/feature-gates.ts';
import type { Kind, KubeObject, Write } from '../model/kind.ts';
import { StatefulSet } from './apps/stateful-set/index.ts';
import { HorizontalPodAutoscaler } from './autoscaling/horizontal-pod-autoscaler/index.ts';
import { Node } from './core/node/index.ts';
import { DeviceClass } from './resource/device-class.ts';
import { ResourceClaim } from './resource/resource-claim.ts';
import { CSIDriver } from './storage/csi-driver.ts';
import { created, defaulted, problemsOf, writtenBy } from './testing/judge.ts';

/** Also settings that a server would refuse, as other features depend on what is off. */
const writtenWith = (settings: Record<string, boolean>): Write => ({
  ...writtenBy,
  gates: { isOn: (feature) => settings[feature] ?? defaultFeatureGates.isOn(feature) },
});

const at = (object: unknown, path: string): unknown =>
  path.split('.').reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], object);

interface Gated<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  readonly feature: string;
  readonly path: string;
  readonly object: object;
}

const autoscaler = (spec: object): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
});
const statefulSet = (rollingUpdate: object): object => ({
  metadata: { name: 'db', namespace: 'default' },
  spec: { selector: {}, template: { spec: { containers: [] } }, updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
});

const gated: readonly Gated<never>[] = [
  {
    kind: HorizontalPodAutoscaler,
    feature: 'HPAConfigurableTolerance',
    path: 'spec.behavior.scaleUp.tolerance',
    object: autoscaler({ behavior: { scaleUp: { tolerance: '0.1' } } }),
  },
  {
    kind: DeviceClass,
    feature: 'DRAExtendedResource',
    path: 'spec.extendedResourceName',
    object: { metadata: { name: 'gpu' }, spec: { extendedResourceName: 'example.com/gpu' } },
  },
  {
    kind: CSIDriver,
    feature: 'VolumeLimitScaling',
    path: 'spec.preventPodSchedulingIfMissing',
    object: { metadata: { name: 'disks' }, spec: { preventPodSchedulingIfMissing: true } },
  },
  {
    kind: Node,
    feature: 'NodeDeclaredFeatures',
    path: 'status.declaredFeatures',
    object: { metadata: { name: 'a' }, status: { declaredFeatures: ['Swap'] } },
  },
  {
    kind: ResourceClaim,
    feature: 'DRAPrioritizedList',
    path: 'spec.devices.requests.0.firstAvailable',
    object: {
      metadata: { name: 'gpu', namespace: 'default' },
      spec: { devices: { requests: [{ name: 'a', firstAvailable: [{ name: 'b', deviceClassName: 'c' }] }] } },
    },
  },
  {
    kind: ResourceClaim,
    feature: 'DRAConsumableCapacity',
    path: 'spec.devices.requests.0.exactly.capacity',
    object: {
      metadata: { name: 'gpu', namespace: 'default' },
      spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'c', capacity: { requests: { memory: '1Gi' } } } }] } },
    },
  },
  {
    kind: StatefulSet,
    feature: 'MaxUnavailableStatefulSet',
    path: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
    object: statefulSet({ maxUnavailable: 2 }),
  },
] as readonly Gated[] as readonly Gated<never>[];

for (const { kind, feature, path, object } of gated) {
  test(`${path} of ${(kind as Kind).kind} is dropped while ${feature} is off, and kept where it is already`, () => {
    const any: Kind = kind;
    const [on, off] = [writtenWith({ [feature]: true }), writtenWith({ [feature]: false })];
    const existing = created(any, object, on);
    assert.notEqual(at(existing, path), undefined);
    assert.equal(at(created(any, object, off), path), undefined);
    const next = defaulted(any, object);
    any.prepareUpdate?.(next, existing, off);
    assert.notEqual(at(next, path), undefined);
  });
}

test('what is said of the devices of a claim is dropped while the features for it are off', () => {
  const claim = {
    metadata: { name: 'gpu', namespace: 'default' },
    spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'c' } }] } },
  };
  const device = { driver: 'example.com', pool: 'p', device: 'd' };
  const allocation = { devices: { results: [{ request: 'a', ...device, shareID: 'x', bindingConditions: ['Ready'] }] } };
  const given = { ...claim, status: { allocation, devices: [{ ...device, shareID: 'x', conditions: [] }] } };
  const statusWith = (settings: Record<string, boolean>): unknown => {
    const next = defaulted(ResourceClaim, given);
    ResourceClaim.prepareStatusUpdate?.(next, created(ResourceClaim, claim), writtenWith(settings));
    return next.status;
  };
  const off = { DRADeviceBindingConditions: false, DRAConsumableCapacity: false, DRAResourceClaimDeviceStatus: false };
  assert.deepEqual(statusWith({}), given.status);
  assert.deepEqual(statusWith(off), { allocation: { devices: { results: [{ request: 'a', ...device }] } } });
});

test('features fill in what they bring', () => {
  const sets = created(StatefulSet, statefulSet({}), writtenWith({ MaxUnavailableStatefulSet: true }));
  assert.equal(sets.spec.updateStrategy?.rollingUpdate?.maxUnavailable, 1);
  const drivers = created(CSIDriver, { metadata: { name: 'disks' }, spec: {} }, writtenWith({ VolumeLimitScaling: true }));
  assert.equal(drivers.spec.preventPodSchedulingIfMissing, false);
});

test('an autoscaler may go down to nothing with a feature only, and by metrics that nothing has to run for', () => {
  const metrics = [{ type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '1' } } }];
  const none = autoscaler({ minReplicas: 0, metrics });
  assert.deepEqual(problemsOf(HorizontalPodAutoscaler, none), ['spec.minReplicas: Invalid value: 0: must be greater than or equal to 1']);
  assert.deepEqual(problemsOf(HorizontalPodAutoscaler, none, writtenWith({ HPAScaleToZero: true })), []);
});
