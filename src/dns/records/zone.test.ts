import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowsOf } from '../testing/rows.ts';
import type { DnsRecord } from './record.ts';
import { Zone } from './zone.ts';

const domain = 'cluster.local';
const a = (name: string, address = '10.0.0.1'): DnsRecord => ({ name, type: 'A', address, ttlSeconds: 30 });

test('a name exists as long as it, or one below it, is somebody’s', () => {
  const zone = new Zone({ domain });
  zone.replace('web', [a('a.b.c.cluster.local')]);
  for (const name of ['a.b.c.cluster.local', 'b.c.cluster.local', 'c.cluster.local', 'cluster.local']) assert.ok(zone.has(name), name);
  assert.deepEqual(zone.get('b.c.cluster.local'), []);
  assert.equal(zone.get('x.b.c.cluster.local'), undefined);
  zone.replace('other', [a('b.c.cluster.local')]);
  zone.replace('web', []);
  assert.equal(zone.has('a.b.c.cluster.local'), false);
  assert.equal(zone.get('b.c.cluster.local')?.length, 1);
  zone.replace('other', []);
  assert.equal(zone.size, 0);
});

test('a name outside of the domain says nothing of the names above it', () => {
  const zone = new Zone({ domain });
  zone.replace('web', [{ name: '1.0.0.10.in-addr.arpa', type: 'PTR', target: 'web', ttlSeconds: 30 }]);
  assert.equal(zone.size, 1);
});

const labels = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
const record = fc
  .tuple(labels, fc.constantFrom('10.0.0.1', '10.0.0.2'), fc.boolean())
  .map(([names, address, isOwn]) => a(`${names.join('.')}.${isOwn ? domain : 'elsewhere'}`, address));
const step = fc.record({ owner: fc.constantFrom('one', 'two', 'three'), records: fc.array(record, { maxLength: 4 }) });

test('changes one after another lead to the same zone as all at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const [zone, atOnce] = [new Zone({ domain }), new Zone({ domain })];
      const last = new Map<string, readonly DnsRecord[]>();
      const names = new Set<string>();
      for (const { owner, records } of steps) {
        zone.replace(owner, records);
        last.set(owner, records);
        for (const { name } of records) for (let rest = name; rest !== ''; rest = rest.split('.').slice(1).join('.')) names.add(rest);
      }
      for (const [owner, records] of last) atOnce.replace(owner, records);
      assert.equal(zone.size, atOnce.size);
      for (const name of names) {
        assert.equal(zone.has(name), atOnce.has(name), name);
        assert.deepEqual(rowsOf(zone.get(name) ?? []), rowsOf(atOnce.get(name) ?? []), name);
      }
    }),
  );
});
