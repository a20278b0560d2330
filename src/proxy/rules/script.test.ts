import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressFamilies } from './address-family.ts';
import { RuleCollector } from './rule-collector.ts';
import { RuleTable } from './rule-table.ts';
import { changeScript, fullScript, isEmpty } from './script.ts';

const family = addressFamilies[4];

function rulesOf(chains: Record<string, readonly string[]>, elements: Record<string, string>, sets: readonly string[] = []) {
  const rules = new RuleCollector();
  for (const [name, lines] of Object.entries(chains)) rules.chain(name, lines);
  for (const [key, value] of Object.entries(elements)) rules.element('service-ips', key, value);
  for (const name of sets) rules.affinitySet(name, 60);
  return rules;
}

test('a change adds what is referred to before what refers to it, and takes away in the other order', () => {
  const table = new RuleTable();
  table.replace(
    'shop/old',
    rulesOf({ 'service-shop/old': ['drop'] }, { '10.96.0.1 . tcp . 80': 'goto service-shop/old' }, ['affinity-old/a']),
  );
  table.takeChanges();
  table.replace('shop/old', undefined);
  table.replace(
    'shop/new',
    rulesOf({ 'service-shop/new': ['accept'] }, { '10.96.0.1 . tcp . 80': 'goto service-shop/new' }, ['affinity-new/a']),
  );
  assert.deepEqual(changeScript(table.takeChanges(), family).trimEnd().split('\n'), [
    'add set ip kube-proxy affinity-new/a { type ipv4_addr; flags dynamic,timeout; timeout 60s; }',
    'add chain ip kube-proxy service-shop/new',
    'delete element ip kube-proxy service-ips { 10.96.0.1 . tcp . 80 }',
    'flush chain ip kube-proxy service-shop/old',
    'flush chain ip kube-proxy service-shop/new',
    'add rule ip kube-proxy service-shop/new accept',
    'add element ip kube-proxy service-ips { 10.96.0.1 . tcp . 80 : goto service-shop/new }',
    'delete set ip kube-proxy affinity-old/a',
  ]);
});

test('no change is no script', () => {
  const table = new RuleTable();
  const changes = table.takeChanges();
  assert.ok(isEmpty(changes));
  assert.equal(changeScript(changes, family), '');
});

test('a full load keeps the sets that remember clients and are still needed', () => {
  const table = new RuleTable();
  table.replace(
    'shop/web',
    rulesOf({ 'service-shop/web': ['drop'] }, { '10.96.0.1 . tcp . 80': 'goto service-shop/web' }, ['affinity-kept/a']),
  );
  const script = fullScript({
    family,
    podCidr: undefined,
    serviceCidrs: [],
    localhostNodePorts: false,
    contents: table.everything(),
    presentAffinitySets: ['affinity-kept/a', 'affinity-gone/a'],
  });
  assert.match(script, /^add table ip kube-proxy\nflush table ip kube-proxy\n/);
  assert.match(script, /delete set ip kube-proxy affinity-gone\/a/);
  assert.doesNotMatch(script, /delete set ip kube-proxy affinity-kept/);
});
