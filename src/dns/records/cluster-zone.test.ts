import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service, slice } from '../testing/objects.ts';
import { rowsOf } from '../testing/rows.ts';
import { ClusterZone, type Lookup } from './cluster-zone.ts';
import type { RecordType } from './record.ts';
import { serviceRecords } from './service-records.ts';

const zone = new ClusterZone({ clusterDomain: 'cluster.local', ttlSeconds: 30, negativeTtlSeconds: 5, serial: 1 });
zone.setNamespace('shop', true);
zone.setService('shop/web', serviceRecords(service('web', { clusterIP: '10.96.0.1' }), [], zone.settings));
zone.setService('shop/empty', serviceRecords(service('empty', { clusterIP: 'None' }), [], zone.settings));
const endpoints = [{ addresses: ['10.244.0.5'], conditions: {}, hostname: 'db-0' }];
zone.setService('shop/db', serviceRecords(service('db', { clusterIP: 'None' }), [slice('db', endpoints)], zone.settings));
zone.setService('shop/out', serviceRecords(service('out', { type: 'ExternalName', externalName: 'example.org' }), [], zone.settings));

const shown = (lookup: Lookup) =>
  lookup.is === 'found' ? rowsOf(lookup.records).map((row) => row.slice(row.indexOf(' ') + 1)) : lookup.is;

const rows: readonly (readonly [name: string, type: RecordType | 'any', expected: string | readonly string[]])[] = [
  ['web.shop.svc.cluster.local', 'A', ['A 10.96.0.1']],
  ['web.shop.svc.cluster.local', 'AAAA', 'no data'],
  ['web.shop.svc.cluster.local', 'any', ['A 10.96.0.1', 'SRV 0 100 80 web.shop.svc.cluster.local']],
  ['_http._tcp.web.shop.svc.cluster.local', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local']],
  ['_tcp.web.shop.svc.cluster.local', 'SRV', 'no data'],
  ['_ftp._tcp.web.shop.svc.cluster.local', 'SRV', 'no name'],
  ['none.shop.svc.cluster.local', 'A', 'no name'],
  ['empty.shop.svc.cluster.local', 'A', 'no name'],
  ['db-0.db.shop.svc.cluster.local', 'A', ['A 10.244.0.5']],
  ['db-1.db.shop.svc.cluster.local', 'A', 'no name'],
  ['shop.svc.cluster.local', 'A', 'no data'],
  ['none.svc.cluster.local', 'A', 'no name'],
  ['svc.cluster.local', 'A', 'no data'],
  ['cluster.local', 'A', 'no data'],
  ['cluster.local', 'NS', ['NS ns.dns.cluster.local']],
  ['cluster.local', 'SOA', ['SOA ns.dns.cluster.local']],
  ['dns-version.cluster.local', 'TXT', ['TXT 1.1.0']],
  ['out.shop.svc.cluster.local', 'A', ['CNAME example.org']],
  ['out.shop.svc.cluster.local', 'CNAME', ['CNAME example.org']],
  ['10-244-0-9.shop.pod.cluster.local', 'A', ['A 10.244.0.9']],
  ['10-244-0-9.shop.pod.cluster.local', 'AAAA', 'no data'],
  ['fd00--1.shop.pod.cluster.local', 'AAAA', ['AAAA fd00::1']],
  ['10-244-0-9.none.pod.cluster.local', 'A', 'no name'],
  ['10-244-0-999.shop.pod.cluster.local', 'A', 'no name'],
  ['web.shop.pod.cluster.local', 'A', 'no name'],
  ['shop.pod.cluster.local', 'A', 'no data'],
  ['1.0.96.10.in-addr.arpa', 'PTR', ['PTR web.shop.svc.cluster.local']],
  ['5.0.244.10.in-addr.arpa', 'PTR', ['PTR db-0.db.shop.svc.cluster.local']],
  ['2.0.96.10.in-addr.arpa', 'PTR', 'elsewhere'],
  ['example.org', 'A', 'elsewhere'],
  ['notcluster.local', 'A', 'elsewhere'],
  ['', 'NS', 'elsewhere'],
];

for (const [name, type, expected] of rows) {
  test(`${type} of ${name || 'the root'}: ${typeof expected === 'string' ? expected : expected.join(', ')}`, () => {
    assert.deepEqual(shown(zone.lookup(name, type)), expected);
  });
}

test('a namespace that is gone has no names', () => {
  zone.setNamespace('gone', true);
  assert.equal(zone.lookup('gone.svc.cluster.local', 'A').is, 'no data');
  zone.setNamespace('gone', false);
  assert.equal(zone.lookup('gone.svc.cluster.local', 'A').is, 'no name');
  assert.equal(zone.lookup('10-0-0-1.gone.pod.cluster.local', 'A').is, 'no name');
});
