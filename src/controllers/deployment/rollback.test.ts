import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployment, replicaSet } from '../testing/builders.ts';
import { planRollback, rollbackRevision } from './rollback.ts';
import type { Rollout } from './status.ts';

const revision = 'deployment.kubernetes.io/revision';
const request = 'deprecated.deployment.rollback.to';

const set = (number: number, image: string) =>
  replicaSet(`web-${number}`, {
    metadata: { annotations: { [revision]: String(number), 'kubernetes.io/change-cause': `made ${image}` } },
    spec: {
      template: { metadata: { labels: { app: 'web', 'pod-template-hash': 'abc' } }, spec: { containers: [{ name: 'web', image }] } },
    },
  });
const rollout = (to: string): Rollout => ({
  deployment: deployment('web', {
    metadata: { annotations: { [request]: to, [revision]: '3', 'kubernetes.io/change-cause': 'made web:1' } },
  }),
  newest: set(3, 'web:1'),
  old: [set(1, 'web:0'), set(2, 'web:7')],
});

const cases: readonly (readonly [to: string, reason: string, image: string])[] = [
  ['1', 'DeploymentRollback', 'web:0'],
  ['0', 'DeploymentRollback', 'web:7'],
  ['3', 'DeploymentRollbackTemplateUnchanged', 'web:1'],
  ['9', 'DeploymentRollbackRevisionNotFound', 'web:1'],
];

for (const [to, reason, image] of cases) {
  test(`a deployment that is to go back to revision ${to}: ${reason}`, () => {
    const given = rollout(to);
    const planned = planRollback(given, rollbackRevision(given.deployment) ?? -1);
    assert.equal(planned.event.reason, reason);
    const { metadata, spec } = planned.deployment;
    assert.equal(spec.template.spec?.containers[0]?.image, image);
    assert.deepEqual(metadata.annotations, { [revision]: '3', 'kubernetes.io/change-cause': `made ${image}` });
    assert.equal(spec.template.metadata?.labels?.['pod-template-hash'], undefined);
  });
}

test('a request that is no number is none', () => {
  assert.equal(rollbackRevision(rollout('back').deployment), undefined);
});
