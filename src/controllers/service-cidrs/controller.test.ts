import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceCIDR } from '../../kinds/networking/service-cidr.ts';
import { meta } from '../testing/builders.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { mayGo } from './plan.ts';

const range = (name: string, ...cidrs: string[]): ServiceCIDR => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: meta(name),
  spec: { cidrs },
  status: {},
});

for (const [name, given, others, addresses, expected] of [
  ['a range of which no address is in use may go', range('a', '10.0.0.0/24'), [], ['10.1.0.1'], true],
  ['a range of which an address is in use may not', range('a', '10.0.0.0/24'), [], ['10.0.0.1'], false],
  ['unless another holds the address', range('a', '10.0.0.0/24'), [range('b', '10.0.0.0/28')], ['10.0.0.1'], true],
  ['which a smaller one may not', range('a', '10.0.0.0/24'), [range('b', '10.0.0.0/28')], ['10.0.0.99'], false],
  ['a range within another may go whatever is in use', range('a', '10.0.0.0/24'), [range('b', '10.0.0.0/16')], ['10.0.0.1'], true],
  [
    'a range may go only if both its families may',
    range('a', '10.0.0.0/24', 'fd00::/112'),
    [range('b', '10.0.0.0/16')],
    ['fd00::1'],
    false,
  ],
] as const) {
  test(name, () => assert.equal(mayGo(given, others, addresses), expected));
}

test('a new range is protected and ready', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(ServiceCIDR, { metadata: { name: 'more' }, spec: { cidrs: ['10.97.0.0/24'] } });
  const { metadata, status } = await eventually(
    () => client.get(ServiceCIDR, { name: 'more' }),
    ({ status }) => status.conditions?.some(({ type }) => type === 'Ready') ?? false,
  );
  assert.deepEqual(metadata.finalizers, ['networking.k8s.io/service-cidr-finalizer']);
  assert.equal(status.conditions?.[0]?.status, 'True');
});
