import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import type { Transport } from '../client.ts';
import { createClient } from '../create-client.ts';
import { createInformers } from '../create-informers.ts';
import { inProcess } from '../in-process.ts';
import { MemoryServer } from '../testing/memory-server.ts';

const managedFields = [{ manager: 'test', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': {} } }];

for (const [name, sharesObjects, isKept] of [
  ['with others in the process', true, true],
  ['with nobody', false, false],
] as const) {
  test(`of objects that are shared ${name}, a copy ${isKept ? 'keeps' : 'does not keep'} who set which field`, async () => {
    const server = new MemoryServer(ConfigMap);
    const own = inProcess(server.handle, { user: { name: 'test', groups: [] } });
    const transport: Transport = Object.assign((...given: Parameters<Transport>) => own(...given), { sharesObjects });
    const client = createClient({ transport, userAgent: 'test', clock: systemClock });
    const metadata = { namespace: 'shop', managedFields };
    await client.create(ConfigMap, { metadata: { ...metadata, name: 'listed' } });
    const informers = createInformers({ client, clock: systemClock, log: silentLog });
    const copy = informers.of(ConfigMap);
    const stopping = new AbortController();
    const running = informers.run(stopping.signal);
    await copy.caughtUp({ signal: stopping.signal });
    const watched = await client.create(ConfigMap, { metadata: { ...metadata, name: 'watched' }, data: { a: 'b' } });
    await copy.caughtUp({ resourceVersion: watched.metadata.resourceVersion, signal: stopping.signal });
    stopping.abort();
    await running;
    const kept = ['listed', 'watched'].map((each) => copy.get({ namespace: 'shop', name: each })?.metadata.managedFields !== undefined);
    assert.deepEqual(kept, [isKept, isKept]);
    assert.deepEqual(copy.get({ namespace: 'shop', name: 'watched' })?.data, { a: 'b' });
  });
}
