import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const withContainer = (container: object): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'nginx', ...container }] },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'a request above its limit',
    withContainer({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    'a negative request',
    withContainer({ resources: { requests: { cpu: '-1' } } }),
    ['spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  [
    'an unknown resource',
    withContainer({ resources: { requests: { disk: '1' } } }),
    [
      'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers',
    ],
  ],
  [
    'an extended resource without a limit',
    withContainer({ resources: { requests: { 'example.com/gpu': '1' } } }),
    ['spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources'],
  ],
  [
    'half an extended resource',
    withContainer({ resources: { limits: { 'example.com/gpu': '500m' } } }),
    [
      'spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer',
      'spec.containers[0].resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer',
    ],
  ],
  [
    'huge pages without cpu or memory',
    withContainer({ resources: { limits: { 'hugepages-2Mi': '2Mi' } } }),
    ['spec.containers[0].resources: Forbidden: HugePages require cpu or memory'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`refuses ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}
