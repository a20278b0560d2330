import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '../../kinds/core/service/index.ts';
import type { IPAddress } from '../../kinds/networking/ip-address.ts';
import { at, meta, startMs } from '../testing/builders.ts';
import { problemOf, recordFor, verdictOn } from './plan.ts';

const ip = '10.96.0.9';
const service = (name: string, clusterIPs: string[], spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name),
  spec: { clusterIP: clusterIPs[0] ?? '', clusterIPs, ...spec },
  status: {},
});

const record = (holder: string, change: Partial<IPAddress['spec']['parentRef']> = {}, createdSeconds = 0): IPAddress => {
  const { metadata, spec } = recordFor(service(holder, [ip]), ip);
  const { namespace: _, ...stored } = meta(ip, { ...metadata, creationTimestamp: at(createdSeconds) });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: stored,
    spec: { parentRef: { ...spec.parentRef, ...change } },
  };
};

const unlabelled = (): IPAddress => ({ ...record('web'), metadata: { ...record('web').metadata, labels: {} } });
const web = service('web', [ip]);
const other = service('other', [ip]);

for (const [name, recorded, holder, repair, reason] of [
  ['a service with its record is well', record('web'), web, undefined, undefined],
  ['a missing record is made', undefined, undefined, 'create', 'ClusterIPNotAllocated'],
  ['a record for a service that is gone is made anew', record('gone'), undefined, 'recreate', 'ClusterIPNotAllocated'],
  ['a record for something else is made anew', record('web', { resource: 'gateways' }), undefined, 'recreate', 'ClusterIPNotAllocated'],
  ['an address that two have is told', record('other'), other, 'none', 'ClusterIPAlreadyAllocated'],
  ['a record without its labels is made anew', unlabelled(), web, 'recreate', undefined],
] as const) {
  test(name, () => {
    const problem = problemOf(web, ip, { recorded, holder });
    assert.deepEqual([problem?.repair, problem?.notice?.reason], [repair, reason]);
  });
}

for (const [name, recorded, holder, nowSeconds, expected] of [
  ['a record of a service that has the address is kept', record('web'), web, 999, { type: 'keep' }],
  ['one of no service is kept while the service may still come', record('web'), undefined, 59, { type: 'keep', againMs: 1000 }],
  ['and removed then', record('web'), undefined, 60, 'IPAddressNotAllocated'],
  ['one for something else is removed', record('web', { resource: 'gateways' }), undefined, 0, 'IPAddressNotAllocated'],
  ['one of a service with another address is removed', record('web'), service('web', ['10.96.0.10']), 0, 'IPAddressWrongReference'],
  [
    'but for one that is newer than the service',
    record('web', {}, 100),
    service('web', ['10.96.0.10']),
    102,
    { type: 'keep', againMs: 3000 },
  ],
  [
    'or of a service that may be about to get it',
    record('web'),
    service('web', [], { type: 'ExternalName' }),
    1,
    { type: 'keep', againMs: 59_000 },
  ],
] as const) {
  test(name, () => {
    const verdict = verdictOn(recorded, { service: holder, nowMs: startMs + nowSeconds * 1000 });
    assert.deepEqual(verdict.type === 'remove' ? verdict.reason : verdict, expected);
  });
}
