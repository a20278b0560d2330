import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourceAttributes } from '../attributes.ts';
import { ruleAllows } from './rule.ts';

const user = { name: 'alice', groups: [] };
const readPods = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

const resourceCases: [rule: Parameters<typeof ruleAllows>[0], asked: string, allowed: boolean][] = [
  [readPods, 'get pods', true],
  [readPods, 'delete pods', false],
  [readPods, 'get pods/log', false],
  [readPods, 'get deployments.apps', false],
  [{ verbs: ['get'], resources: ['pods'] }, 'get pods', false],
  [{ ...readPods, apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, 'patch deployments.apps/scale', true],
  [{ ...readPods, resources: ['pods/log'] }, 'get pods/log', true],
  [{ ...readPods, resources: ['*/log'] }, 'get pods/log', true],
  [{ ...readPods, resources: ['*/log'] }, 'get pods', false],
  [{ ...readPods, resources: ['*/log'] }, 'get pods/backlog', false],
  [{ ...readPods, resourceNames: ['web'] }, 'get pods web', true],
  [{ ...readPods, resourceNames: ['web'] }, 'get pods other', false],
  [{ ...readPods, resourceNames: ['web'] }, 'list pods', false],
  [{ ...readPods, resourceNames: [] }, 'list pods', true],
  [{ verbs: ['get'], nonResourceURLs: ['*'] }, 'get pods', false],
];

for (const [rule, asked, allowed] of resourceCases) {
  test(`${JSON.stringify(rule)} ${allowed ? 'allows' : 'does not allow'} ${asked}`, () => {
    const [verb = '', what = '', name = ''] = asked.split(' ');
    const [full = '', subresource = ''] = what.split('/');
    const [resource = '', group = ''] = full.split('.');
    assert.equal(ruleAllows(rule, resourceAttributes(user, { verb, group, resource, subresource, name })), allowed);
  });
}

const pathCases: [patterns: string[], path: string, allowed: boolean][] = [
  [['/metrics'], '/metrics', true],
  [['/metrics'], '/metrics/slis', false],
  [['/healthz/*'], '/healthz/etcd', true],
  [['/healthz/*'], '/healthz', false],
  [['*'], '/anything', true],
  [['/a*b'], '/axb', false],
];

for (const [nonResourceURLs, path, allowed] of pathCases) {
  test(`the paths ${nonResourceURLs.join(', ')} ${allowed ? 'include' : 'do not include'} ${path}`, () => {
    assert.equal(ruleAllows({ verbs: ['get'], nonResourceURLs }, { isResource: false, user, verb: 'get', path }), allowed);
  });
}
