import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { startServer, type Server } from '../support/in-process.ts';

const events = '/api/v1/namespaces/default/events';
const minuteMs = 60_000;

const record = (server: Server, name: string) =>
  server.ask(`POST ${events}`, {
    body: {
      metadata: { name },
      involvedObject: { namespace: 'default' },
      reason: 'Tested',
      reportingComponent: 'x',
      action: 'y',
      reportingInstance: 'z',
    },
  });

const names = async (server: Server) => (await server.ask(`GET ${events}`)).body.items?.map(({ metadata }) => metadata.name);

test('events are forgotten an hour after they were last written, and nothing else is', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  assert.equal((await record(server, 'early')).code, 201);
  await server.ask('POST /api/v1/namespaces/default/configmaps', { body: { metadata: { name: 'kept' } } });
  await record(server, 'again');
  await clock.advance(30 * minuteMs);
  await record(server, 'late');
  const body = { count: 2 };
  await server.ask(`PATCH ${events}/again`, { body, headers: { 'content-type': 'application/merge-patch+json' } });
  await clock.advance(29 * minuteMs);
  assert.deepEqual(await names(server), ['again', 'early', 'late']);
  await clock.advance(3 * minuteMs);
  assert.deepEqual(await names(server), ['again', 'late']);
  await clock.advance(30 * minuteMs);
  assert.deepEqual(await names(server), []);
  assert.equal((await server.ask('GET /api/v1/namespaces/default/configmaps/kept')).code, 200);
});
