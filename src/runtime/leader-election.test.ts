import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { silentLog } from '../base/log.ts';
import { createClient } from '../client/create-client.ts';
import { inProcess } from '../client/in-process.ts';
import { MemoryServer } from '../client/testing/memory-server.ts';
import { Lease } from '../kinds/coordination/lease.ts';
import type { ApiRequest } from '../model/request.ts';
import { LeadershipLostError, whenLeader } from './leader-election.ts';

const lease = { namespace: 'kube-system', name: 'kube-scheduler' };

function setUp() {
  const clock = new FakeClock();
  const server = new MemoryServer(Lease);
  const leading: string[] = [];
  let most = 0;
  const candidate = (identity: string) => {
    const network = { isDown: false };
    const transport = inProcess(
      (request: ApiRequest) => (network.isDown ? Promise.reject(new Error('no route to host')) : server.handle(request)),
      { user: { name: identity, groups: [] } },
    );
    const client = createClient({ transport, userAgent: identity, clock });
    const stopping = new AbortController();
    const work = {
      name: 'work',
      async run(signal: AbortSignal) {
        leading.push(identity);
        most = Math.max(most, leading.length);
        await clock.sleep(1_000_000_000, signal);
        leading.splice(leading.indexOf(identity), 1);
      },
    };
    const running = whenLeader(work, { client, lease, identity, clock, log: silentLog }).run(stopping.signal);
    return { client, network, running, stopping };
  };
  return { clock, leading, candidate, most: () => most };
}

test('one of two candidates leads; when it stops, the other follows soon', async () => {
  const { clock, leading, candidate, most } = setUp();
  const a = candidate('a');
  await clock.advance(1000);
  const b = candidate('b');
  await clock.advance(60_000);
  assert.deepEqual(leading, ['a']);
  a.stopping.abort();
  await a.running;
  await clock.advance(6000);
  assert.deepEqual(leading, ['b']);
  const { spec } = await b.client.get(Lease, lease);
  assert.equal(spec.holderIdentity, 'b');
  assert.equal(spec.leaseTransitions, 1);
  assert.equal(spec.leaseDurationSeconds, 15);
  b.stopping.abort();
  await b.running;
  assert.equal(most(), 1);
});

test('a leader that is cut off stops before another begins', async () => {
  const { clock, leading, candidate, most } = setUp();
  const a = candidate('a');
  await clock.advance(1000);
  const b = candidate('b');
  await clock.advance(5000);
  a.network.isDown = true;
  const lost = assert.rejects(a.running, LeadershipLostError);
  await clock.advance(40_000);
  await lost;
  assert.deepEqual(leading, ['b']);
  assert.equal(most(), 1);
  b.stopping.abort();
  await b.running;
});
