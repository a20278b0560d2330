import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { silentLog } from '../base/log.ts';
import type { Kernel } from './kernel/kernel.ts';
import { RuleSync } from './rule-sync.ts';
import { addressFamilies } from './rules/address-family.ts';
import { RuleCollector } from './rules/rule-collector.ts';
import { RuleTable } from './rules/rule-table.ts';

/** A kernel that remembers what it was told, and refuses when asked to. */
function fakeKernel() {
  const scripts: string[] = [];
  const refusals: ((script: string) => boolean)[] = [];
  const kernel: Kernel = {
    async apply(script) {
      scripts.push(script);
      if (refusals.some((refuses) => refuses(script))) throw new Error('refused');
    },
    list: async () => undefined,
    flows: { list: async () => [], forget: async () => {} },
    ensureServiceRoute: async () => false,
  };
  return { kernel, scripts, refusals };
}

function setUp() {
  const { kernel, scripts, refusals } = fakeKernel();
  const table = new RuleTable();
  const clock = new FakeClock();
  const base = { family: addressFamilies[4], podCidr: undefined, serviceCidrs: [], localhostNodePorts: false };
  const sync = new RuleSync({ table, base, kernel, clock, log: silentLog });
  const set = (name: string, rule: string | undefined) => {
    const rules = new RuleCollector();
    if (rule !== undefined) rules.chain(`service-shop/${name}`, [rule]);
    table.replace(name, rule === undefined ? undefined : rules);
  };
  return { sync, set, scripts, refusals, clock };
}

const signal = new AbortController().signal;
const isFull = (script: string) => script.startsWith('add table');

test('everything is sent at first, then only what changed', async () => {
  const { sync, set, scripts } = setUp();
  set('a', 'drop');
  await sync.sync(signal);
  set('b', 'accept');
  await sync.sync(signal);
  await sync.sync(signal);
  assert.deepEqual(scripts.map(isFull), [true, false]);
  assert.doesNotMatch(scripts[1] ?? '', /shop\/a/);
});

test('after a change that failed everything is sent', async () => {
  const { sync, set, scripts, refusals } = setUp();
  await sync.sync(signal);
  set('a', 'drop');
  refusals.push((script) => !isFull(script));
  await assert.rejects(sync.sync(signal));
  await sync.sync(signal);
  assert.deepEqual(scripts.map(isFull), [true, false, true]);
  assert.match(scripts[2] ?? '', /shop\/a/);
});

test('a table that cannot be brought up to date is made anew', async () => {
  const { sync, scripts, refusals } = setUp();
  refusals.push((script) => script.includes('flush table'));
  await sync.sync(signal);
  assert.match(scripts.at(-1) ?? '', /^add table ip kube-proxy\ndelete table ip kube-proxy\n/);
});

test('chains that are no longer needed are deleted a second later, unless they are needed again', async () => {
  const { sync, set, scripts, clock } = setUp();
  set('a', 'drop');
  set('b', 'drop');
  await sync.sync(signal);
  set('a', undefined);
  set('b', undefined);
  await sync.sync(signal);
  set('b', 'accept');
  await sync.sync(signal);
  await clock.advance(999);
  await sync.deleteAbandonedChains(signal);
  assert.equal(scripts.length, 3);
  await clock.advance(1);
  await sync.deleteAbandonedChains(signal);
  assert.equal(scripts.at(-1), 'delete chain ip kube-proxy service-shop/a\n');
  assert.equal(sync.hasAbandonedChains, false);
});
