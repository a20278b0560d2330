import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaulted, problemsOf } from '../../testing/judge.ts';
import { HorizontalPodAutoscaler } from './index.ts';

const autoscaler = (spec: object): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5, ...spec },
});
const withMetric = (metric: object): object => autoscaler({ metrics: [metric] });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs a target and a limit', autoscaler({}), []],
  [
    'must have a limit',
    autoscaler({ maxReplicas: 0 }),
    [
      'spec.maxReplicas: Required value: must be set and greater than 0',
      'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
    ],
  ],
  [
    'keeps at least one pod',
    autoscaler({ minReplicas: 0 }),
    [
      'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
      'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
    ],
  ],
  [
    'has limits in order',
    autoscaler({ minReplicas: 6 }),
    ['spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`'],
  ],
  [
    'has a target',
    autoscaler({ scaleTargetRef: { kind: '', name: 'a/b' } }),
    [
      'spec.scaleTargetRef.kind: Required value',
      'spec.scaleTargetRef.name: Invalid value: "a/b": may not contain \'/\'',
      'spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group',
    ],
  ],
  [
    'has metrics of types there are',
    withMetric({ type: 'Magic' }),
    [
      'spec.metrics[0].type: Unsupported value: "Magic": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
      'spec.metrics[0].type: Unsupported value: "Magic": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
    ],
  ],
  [
    'has one source for each metric',
    withMetric({ type: 'Resource', pods: { metric: { name: 'a' }, target: { type: 'AverageValue', averageValue: '1' } } }),
    ['spec.metrics[0].resource: Required value: must populate information for the given metric source'],
  ],
  [
    'has targets of metrics',
    withMetric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 0, averageValue: '-1' } } }),
    [
      'spec.metrics[0].resource.target.averageValue: Invalid value: "-1": must be positive',
      'spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
      'spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization',
    ],
  ],
  [
    'has names of metrics',
    withMetric({ type: 'External', external: { metric: { name: '' }, target: { type: 'Magic' } } }),
    [
      'spec.metrics[0].external.metric.name: Required value: must specify a metric name',
      'spec.metrics[0].external.target.type: Invalid value: "Magic": must be either Utilization, Value, or AverageValue',
      'spec.metrics[0].external.target.averageValue: Required value: must set either a target value for metric or a per-pod target',
    ],
  ],
  [
    'knows how fast to scale',
    autoscaler({
      behavior: {
        scaleUp: { selectPolicy: 'Some', stabilizationWindowSeconds: -1, policies: [{ type: 'X', value: 0, periodSeconds: 2000 }] },
      },
    }),
    [
      'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero',
      'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Some": supported values: "Disabled", "Max", "Min"',
      'spec.behavior.scaleUp.policies[0].type: Unsupported value: "X": supported values: "Percent", "Pods"',
      'spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero',
      'spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 2000: must be less than or equal to 1800',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`HorizontalPodAutoscaler: ${what}`, () => {
    assert.deepEqual(problemsOf(HorizontalPodAutoscaler, object), problems);
  });
}

test('annotations by which version 1 carries what it has no fields for are not kept', () => {
  const annotations = {
    'autoscaling.alpha.kubernetes.io/metrics': '[]',
    'autoscaling.alpha.kubernetes.io/scale-up-tolerance': '1',
    a: 'b',
  };
  const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 2 };
  const annotated = (given: object): unknown =>
    defaulted(HorizontalPodAutoscaler, { metadata: { name: 'web', annotations: given }, spec }).metadata.annotations;
  assert.deepEqual(annotated(annotations), { a: 'b' });
  assert.equal(annotated({ 'autoscaling.alpha.kubernetes.io/behavior': '{}' }), undefined);
});
