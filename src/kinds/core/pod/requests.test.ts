import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Container } from './container.ts';
import type { Pod } from './index.ts';
import { computeQosClass } from './qos.ts';
import { podLimits, podRequests } from './requests.ts';
import type { PodSpec } from './spec.ts';

const container = (name: string, requests: Record<string, string>, more: Partial<Container> = {}): Container => ({
  name,
  resources: { requests },
  ...more,
});

const pod = (spec: PodSpec, status: Pod['status'] = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', uid: '1', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec,
  status,
});

const sidecar = { restartPolicy: 'Always' };

suite('pod requests', () => {
  const cases: [name: string, spec: PodSpec, expected: Record<string, string>][] = [
    ['nothing', { containers: [{ name: 'a' }] }, {}],
    [
      'containers add up',
      { containers: [container('a', { cpu: '100m' }), container('b', { cpu: '1', memory: '1Gi' })] },
      { cpu: '1100m', memory: '1Gi' },
    ],
    [
      'an init container sets a minimum',
      { containers: [container('a', { cpu: '100m', memory: '1Gi' })], initContainers: [container('i', { cpu: '1', memory: '1Mi' })] },
      { cpu: '1', memory: '1Gi' },
    ],
    [
      'sidecars add to the main containers and to the init containers after them',
      {
        containers: [container('a', { cpu: '100m' })],
        initContainers: [container('i', { cpu: '1' }), container('s', { cpu: '200m' }, sidecar), container('j', { cpu: '900m' })],
      },
      { cpu: '1100m' },
    ],
    [
      'overhead is added',
      { containers: [container('a', { cpu: '1' })], overhead: { cpu: '250m', memory: '64Mi' } },
      { cpu: '1250m', memory: '64Mi' },
    ],
    [
      'resources of the whole pod replace the sum',
      { containers: [container('a', { cpu: '1', 'example.com/gpu': '1' })], resources: { requests: { cpu: '2' } } },
      { cpu: '2', 'example.com/gpu': '1' },
    ],
  ];
  for (const [name, spec, expected] of cases) test(name, () => assert.deepEqual(podRequests(pod(spec)), expected));

  test('what containers leave out can be assumed, explicit zeros stay', () => {
    const spec: PodSpec = { containers: [container('a', {}), container('b', { cpu: '0' })] };
    assert.deepEqual(podRequests(pod(spec), { missing: { cpu: '100m' } }), { cpu: '100m' });
  });

  test('while a pod is resized, the larger of wanted, allocated and actual counts', () => {
    const spec: PodSpec = { containers: [container('a', { cpu: '1' })] };
    const status = {
      name: 'a',
      ready: true,
      restartCount: 0,
      image: '',
      imageID: '',
      resources: { requests: { cpu: '2' } },
      allocatedResources: { cpu: '3' },
    };
    assert.deepEqual(podRequests(pod(spec, { containerStatuses: [status] }), { withStatus: true }), { cpu: '3' });
    assert.deepEqual(podRequests(pod(spec, { containerStatuses: [status] })), { cpu: '1' });
  });

  test('limits leave out what is not limited, and overhead adds only to limits there are', () => {
    const spec: PodSpec = { containers: [{ name: 'a', resources: { limits: { cpu: '1' } } }], overhead: { cpu: '1', memory: '1Mi' } };
    assert.deepEqual(podLimits(pod(spec)), { cpu: '2' });
    assert.deepEqual(podLimits(pod(spec), { withoutOverhead: true }), { cpu: '1' });
  });
});

suite('quality of service', () => {
  const both = { cpu: '1', memory: '1Gi' };
  const cases: [name: string, spec: PodSpec, expected: string][] = [
    ['no resources', { containers: [{ name: 'a' }] }, 'BestEffort'],
    ['zeros', { containers: [container('a', { cpu: '0' })] }, 'BestEffort'],
    ['other resources only', { containers: [container('a', { 'ephemeral-storage': '1' })] }, 'BestEffort'],
    ['requests only', { containers: [container('a', both)] }, 'Burstable'],
    [
      'equal requests and limits',
      { containers: [{ name: 'a', resources: { requests: both, limits: { cpu: '1000m', memory: '1Gi' } } }] },
      'Guaranteed',
    ],
    [
      'limits for one resource only',
      { containers: [{ name: 'a', resources: { requests: { cpu: '1' }, limits: { cpu: '1' } } }] },
      'Burstable',
    ],
    [
      'an init container without limits',
      { containers: [{ name: 'a', resources: { requests: both, limits: both } }], initContainers: [{ name: 'i' }] },
      'Burstable',
    ],
    ['equal for the whole pod', { containers: [{ name: 'a' }], resources: { requests: both, limits: both } }, 'Guaranteed'],
    ['requests for the whole pod only', { containers: [{ name: 'a' }], resources: { requests: both } }, 'Burstable'],
  ];
  for (const [name, spec, expected] of cases) test(`${name}: ${expected}`, () => assert.equal(computeQosClass(spec), expected));
});
