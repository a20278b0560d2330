import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayLeaveStaleFlows, type UdpFrontend } from '../services/udp-frontend.ts';
import { readFlows, staleFlows } from './flows.ts';

const listing = `udp      17 25 src=10.244.1.5 dst=10.96.0.10 sport=40001 dport=53 src=10.244.1.2 dst=10.244.1.5 sport=5353 dport=40001 mark=0 use=1
udp      17 25 src=10.244.1.5 dst=10.96.0.10 sport=40002 dport=53 [UNREPLIED] src=10.244.1.9 dst=10.244.1.5 sport=5353 dport=40002 mark=0 use=1
udp      17 25 src=192.0.2.1 dst=192.0.2.2 sport=40003 dport=30053 src=10.244.1.9 dst=10.244.1.1 sport=5353 dport=40003 [ASSURED] mark=0 use=1
udp      17 25 src=192.0.2.1 dst=192.0.2.2 sport=40004 dport=9999 src=192.0.2.2 dst=192.0.2.1 sport=9999 dport=40004 mark=0 use=1
`;

const frontend = (endpoints: readonly string[]): UdpFrontend => ({
  addresses: ['10.96.0.10:53'],
  nodePort: 30_053,
  endpoints: new Set(endpoints),
});

test('flows are read with where they were sent and who answers', () => {
  assert.deepEqual(readFlows(listing)[1], {
    destination: '10.96.0.10',
    destinationPort: 53,
    answerer: '10.244.1.9',
    answererPort: 5353,
  });
  assert.deepEqual(readFlows('conntrack v1.4.7: 0 flow entries\n'), []);
});

test('flows to an endpoint that is gone are stale, by whichever address they came', () => {
  const stale = staleFlows(readFlows(listing), [frontend(['10.244.1.2:5353'])]);
  assert.deepEqual(
    stale.map(({ destination, answerer }) => [destination, answerer]),
    [
      ['10.96.0.10', '10.244.1.9'],
      ['192.0.2.2', '10.244.1.9'],
    ],
  );
});

test('flows of services without endpoints are left alone', () => {
  assert.deepEqual(staleFlows(readFlows(listing), [frontend([])]), []);
});

test('flows can only be stale after an endpoint went or the first one came', () => {
  const changes = (before: string[] | undefined, after: string[]) =>
    mayLeaveStaleFlows(before ? [frontend(before)] : [], [frontend(after)]);
  assert.equal(changes(['a'], ['a', 'b']), false);
  assert.equal(changes(['a', 'b'], ['a']), true);
  assert.equal(changes([], ['a']), true);
  assert.equal(changes(undefined, ['a']), true);
  assert.equal(changes(['a'], []), false);
});
