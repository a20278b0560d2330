import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployment, replicaSet } from '../testing/builders.ts';
import { newestAnnotations } from './annotations.ts';
import { isSameTemplate, replicaSetName, templateHash } from './template.ts';

const revision = 'deployment.kubernetes.io/revision';
const history = 'deployment.kubernetes.io/revision-history';

test('a replica set takes over the annotations of its deployment but what kubectl and the controller keep there', () => {
  const web = deployment('web', {
    metadata: {
      annotations: { 'kubernetes.io/change-cause': 'edit', 'kubectl.kubernetes.io/last-applied-configuration': '{}', [revision]: '7' },
    },
  });
  assert.deepEqual(newestAnnotations(web, {}, 3), { 'kubernetes.io/change-cause': 'edit', [revision]: '3' });
});

test('a replica set that becomes the newest again remembers its earlier revisions', () => {
  assert.deepEqual(newestAnnotations(deployment('web'), { [revision]: '1' }, 3), { [revision]: '3', [history]: '1' });
  assert.deepEqual(newestAnnotations(deployment('web'), { [revision]: '3', [history]: '1' }, 5), { [revision]: '5', [history]: '1,3' });
});

test('the revision never goes back', () => {
  assert.deepEqual(newestAnnotations(deployment('web'), { [revision]: '5' }, 3), { [revision]: '5' });
});

test('the history forgets its oldest entries when it gets too long', () => {
  const long = Array.from({ length: 500 }, (_, index) => String(index + 1000)).join(',');
  const next = newestAnnotations(deployment('web'), { [revision]: '1500', [history]: long }, 1501)[history] ?? '';
  assert.ok(next.length <= 2000);
  assert.ok(next.endsWith(',1499,1500'));
});

test('the hash depends on the template and on collisions only', () => {
  const { template } = deployment('web').spec;
  const { metadata, spec } = template;
  assert.equal(templateHash(template, undefined), templateHash({ ...(spec && { spec }), ...(metadata && { metadata }) }, undefined));
  assert.notEqual(templateHash(template, undefined), templateHash(template, 1));
  assert.match(templateHash(template, undefined), /^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
});

test('templates are compared without the label that holds the hash', () => {
  const { template } = deployment('web').spec;
  const labeled = { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': 'abc' } } };
  assert.ok(isSameTemplate(template, labeled));
  assert.ok(!isSameTemplate(template, replicaSet('x', { spec: { template: { metadata: { labels: { app: 'other' } } } } }).spec.template));
});

test('names too long lose their end, not the hash', () => {
  assert.equal(replicaSetName('web', 'abc'), 'web-abc');
  const long = replicaSetName('x'.repeat(253), 'abc');
  assert.equal(long.length, 253);
  assert.ok(long.endsWith('x-abc'));
});
