import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInKinds } from '../../kinds/index.ts';
import { created, defaulted, writtenBy } from '../../kinds/testing/judge.ts';
import type { FieldError } from '../../model/field.ts';
import type { Kind } from '../../model/kind.ts';
import { problemsOfUpdate, updateRules } from './update-rules.ts';

const kindNamed = (plural: string, group: string): Kind => {
  const found = builtInKinds.find((kind) => kind.plural === plural && kind.group === group);
  assert.ok(found, `${plural}.${group}`);
  return found;
};

function problemsWith(kind: Kind, subresource: string, metadata: object): readonly FieldError[] {
  const namespace = kind.scope === 'Namespaced' ? { namespace: 'default' } : {};
  const given = { metadata: { name: 'a', resourceVersion: '1', ...namespace } };
  const previous = created(kind, given);
  const next = defaulted(kind, { metadata: { ...given.metadata, ...metadata } });
  const rules = updateRules(kind, subresource);
  assert.ok(rules);
  const update = { next, previous, write: writtenBy };
  rules.prepare(kind, update);
  return [...problemsOfUpdate(rules, kind, update)];
}

/** How often a bad label and a finalizer without a domain are told of, by what is updated. */
const repetitions: readonly (readonly [plural: string, group: string, subresource: string, labels: number, finalizers: number])[] = [
  ['pods', '', '', 4, 2],
  ['pods', '', 'status', 3, 1],
  ['configmaps', '', '', 4, 2],
  ['events', '', '', 2, 0],
  ['persistentvolumes', '', '', 4, 2],
  ['limitranges', '', '', 3, 1],
  ['deployments', 'apps', '', 3, 1],
  ['cronjobs', 'batch', 'status', 2, 0],
  ['poddisruptionbudgets', 'policy', '', 2, 0],
  ['endpointslices', 'discovery.k8s.io', '', 3, 1],
  ['leases', 'coordination.k8s.io', '', 3, 0],
  ['apiservices', 'apiregistration.k8s.io', '', 4, 0],
  ['mutatingwebhookconfigurations', 'admissionregistration.k8s.io', '', 3, 0],
];

for (const [plural, group, subresource, labels, finalizers] of repetitions) {
  test(`problems of metadata are told as often as upstream does for ${plural}.${group} ${subresource}`, () => {
    const problems = problemsWith(kindNamed(plural, group), subresource, { labels: { a: '!' }, finalizers: ['plain'] });
    assert.equal(problems.filter(({ field }) => field === 'metadata.labels').length, labels);
    assert.equal(problems.filter(({ field }) => field === 'metadata.finalizers[0]').length, finalizers);
  });
}

test('what is wrong with an object comes before or after how it changed, as upstream has it', () => {
  const order = (plural: string, group: string): string[] => {
    const problems = problemsWith(kindNamed(plural, group), '', { labels: { a: '!' } });
    return problems
      .map(({ field }) => (field.startsWith('metadata') ? 'metadata' : 'object'))
      .filter((each, at, all) => each !== all[at - 1]);
  };
  assert.deepEqual(order('pods', ''), ['metadata', 'object']);
  assert.deepEqual(order('jobs', 'batch'), ['metadata', 'object', 'metadata', 'object']);
  assert.deepEqual(order('roles', 'rbac.authorization.k8s.io'), ['metadata']);
});
