import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureGates } from '../../../../model/features/feature-gates.ts';
import { Field } from '../../../../model/field.ts';
import { created, defaulted, writtenBy } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';
import { validatePodResize } from './resize.ts';

interface Given {
  readonly metadata?: object;
  readonly spec?: object;
  readonly container?: object;
  readonly init?: object;
}

const resources = (cpu: string) => ({ requests: { cpu }, limits: { cpu: '2' } });
const pod = ({ metadata, spec, container, init }: Given = {}): object => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec: {
    containers: [{ name: 'c', image: 'x', resources: resources('1'), ...container }],
    ...(init && { initContainers: [{ name: 'i', image: 'x', ...init }] }),
    ...spec,
  },
});

const levels = (cpu: string) => ({ spec: { resources: resources(cpu) } });
const kept = [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }];

const resizes: readonly (readonly [
  what: string,
  before: Given,
  after: Given,
  problems: readonly string[],
  gates?: Record<string, boolean>,
])[] = [
  ['more CPU', {}, { container: { resources: resources('1500m') } }, []],
  [
    'a static pod',
    { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } },
    {},
    ['[]: Forbidden: static pods cannot be resized'],
  ],
  [
    'limits that are gone',
    {},
    { container: { resources: { requests: { cpu: '1' } } } },
    ['spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed'],
  ],
  [
    'another name',
    {},
    { container: { name: 'd' } },
    ['spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize'],
  ],
  ['a pod as a whole', levels('1'), levels('1500m'), []],
  [
    'a pod as a whole, where that is off',
    levels('1'),
    levels('1500m'),
    [
      '[]: Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
    ],
    { InPlacePodLevelResourcesVerticalScaling: false },
  ],
  ['an init container', { init: { resources: resources('1') } }, { init: { resources: resources('1500m') } }, []],
  [
    'an init container, where that is off',
    { init: { resources: resources('1') } },
    { init: { resources: resources('1500m') } },
    ['spec: Forbidden: resources for non-sidecar init containers are immutable'],
    { InPlacePodVerticalScalingInitContainers: false },
  ],
  [
    'a sidecar, where that is off',
    { init: { resources: resources('1'), restartPolicy: 'Always', resizePolicy: kept } },
    { init: { resources: resources('1500m'), restartPolicy: 'Always', resizePolicy: kept } },
    [],
    { InPlacePodVerticalScalingInitContainers: false },
  ],
];

for (const [what, before, after, problems, settings = {}] of resizes) {
  test(`resizing: ${what}`, () => {
    const gates = featureGates(settings);
    const previous = created(Pod, pod(before), { ...writtenBy, gates });
    const next = defaulted(Pod, pod({ ...before, ...after }));
    next.status = previous.status;
    const found = [...validatePodResize(next, previous, new Field(), { gates })];
    assert.deepEqual(
      found.map(({ field, message }) => `${field}: ${message}`),
      problems,
    );
  });
}
