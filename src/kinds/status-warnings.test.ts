import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../model/kind.ts';
import { LimitRange } from './core/limit-range.ts';
import { Pod } from './core/pod/index.ts';
import { ReplicationController } from './core/replication-controller/index.ts';
import { Service } from './core/service/index.ts';
import { Ingress } from './networking/ingress/index.ts';
import { created, defaulted } from './testing/judge.ts';

const balanced = { loadBalancer: { ingress: [{ hostname: 'a' }, { ip: '010.0.0.1' }] } };
const warned = 'status.loadBalancer.ingress[1]: non-standard IP address "010.0.0.1" is invalid: use "10.0.0.1"';

const statuses: readonly (readonly [kind: Kind, status: object, warnings: readonly string[]])[] = [
  [Service, balanced, [warned]],
  [Ingress, balanced, [warned]],
  [
    Pod,
    { podIPs: [{ ip: 'fd00:0::1' }], hostIPs: [{ ip: '10.0.0.1' }] },
    ['status.podIPs[0].ip: IPv6 address "fd00:0::1" should be in RFC 5952 canonical format ("fd00::1")'],
  ],
];

for (const [kind, status, warnings] of statuses) {
  test(`whoever writes an unusual address into the status of ${kind.kind} is told`, () => {
    assert.deepEqual([...(kind.statusWarnings?.(defaulted(kind, { metadata: { name: 'a' }, status })) ?? [])], warnings);
  });
}

test('a limit range without a name is named after its UID', () => {
  const { metadata } = created(LimitRange, {});
  assert.equal(metadata.name, metadata.uid);
});

test('on update of a replication controller it is the previous template that is warned of', () => {
  const controller = (path: string): ReplicationController =>
    created(ReplicationController, {
      metadata: { name: 'a' },
      spec: { template: { spec: { containers: [{ name: 'c' }], volumes: [{ name: 'v', [path]: {} }] } } },
    });
  const [previous, next] = [controller('gitRepo'), controller('emptyDir')];
  next.metadata.generation = 2;
  assert.deepEqual(
    [...(ReplicationController.warnings?.(next, previous) ?? [])],
    ['spec.template.spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+'],
  );
});
