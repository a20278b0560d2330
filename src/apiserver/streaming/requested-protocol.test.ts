import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handlingOf, tunnelledProtocols, type Handling, type StreamingKind } from './requested-protocol.ts';

const webSocket = (protocols?: string) => ({
  connection: 'Upgrade',
  upgrade: 'websocket',
  ...(protocols !== undefined && { 'sec-websocket-protocol': protocols }),
});
const spdy = { connection: 'upgrade', upgrade: 'SPDY/3.1' };

const cases: readonly [string, StreamingKind, Record<string, string>, Handling][] = [
  ['kubectl exec', 'exec', webSocket('v5.channel.k8s.io'), 'translate'],
  ['kubectl attach, offering older protocols too', 'attach', webSocket('v4.channel.k8s.io, v5.channel.k8s.io'), 'translate'],
  ['a browser that speaks v4', 'exec', webSocket('v4.channel.k8s.io'), 'relay'],
  ['a browser that offers nothing', 'exec', webSocket(), 'relay'],
  ['kubectl before 1.31', 'exec', spdy, 'relay'],
  ['kubectl port-forward', 'portforward', webSocket('SPDY/3.1+portforward.k8s.io'), 'tunnel'],
  ['kubectl port-forward before 1.31', 'portforward', spdy, 'relay'],
  ['port-forward with channels', 'portforward', webSocket('v4.channel.k8s.io'), 'relay'],
  ['an application with a protocol of its own', 'proxy', webSocket('v5.channel.k8s.io'), 'relay'],
  ['a browser that keeps the connection alive too', 'proxy', { ...webSocket('chat'), connection: 'keep-alive, Upgrade' }, 'relay'],
  ['a request without upgrade', 'exec', { upgrade: 'websocket' }, 'refuse'],
];

for (const [who, kind, headers, handling] of cases) {
  test(`${who} gets ${handling}`, () => assert.equal(handlingOf(kind, headers), handling));
}

test('tunnelled protocols lose their prefix, and others are left out', () => {
  const offered = webSocket('SPDY/3.1+portforward.k8s.io,SPDY/3.1+v2.portforward.k8s.io , v4.channel.k8s.io, SPDY/3.1+other');
  assert.deepEqual(tunnelledProtocols(offered), ['portforward.k8s.io', 'v2.portforward.k8s.io']);
});
