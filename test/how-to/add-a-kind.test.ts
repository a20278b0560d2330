import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { MaintenanceWindow } from './maintenance-window.ts';

const path = '/apis/facility.k8s.io/v1/maintenancewindows';

describe('a kind added as the documentation shows', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster({ kinds: [MaintenanceWindow], bootstrap: false });
  });
  after(() => cluster.stop());

  const windowOf = (name: string, spec: object) => ({
    apiVersion: 'facility.k8s.io/v1',
    kind: 'MaintenanceWindow',
    metadata: { name },
    spec,
  });
  const post = (body: object) => cluster.client.request({ method: 'POST', path, query: { fieldValidation: 'Strict' }, body });
  const get = <T>(from: string, headers: Readonly<Record<string, string>> = {}) =>
    cluster.client.request<T>({ method: 'GET', path: from, headers });

  test('the documentation shows the kind that is tested here', async () => {
    const text = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
    const shown = /```ts\n(.*?)```/s.exec(await text('../../docs/how-to/add-a-kind.md'))?.[1];
    assert.equal(shown, (await text('maintenance-window.ts')).replaceAll("'../../src/", "'../../"));
  });

  test('objects get defaults, and are found by a typed client', async () => {
    await post(windowOf('disks', { nodeName: 'one' }));
    const { spec, metadata } = await cluster.client.get(MaintenanceWindow, { name: 'disks' });
    assert.deepEqual(spec, { nodeName: 'one', durationMinutes: 60, podPolicy: 'Evict' });
    assert.equal(metadata.generation, 1);
  });

  test('what is wrong is told', async () => {
    await assert.rejects(post(windowOf('typo', { nodeName: 'one', minutes: 5 })), /unknown field "spec\.minutes"/);
    await assert.rejects(
      post(windowOf('wrong', { nodeName: '', durationMinutes: -5 })),
      /\[spec\.nodeName: Required value, spec\.durationMinutes: Invalid value: -5: must be greater than 0\]/,
    );
  });

  test('objects can be patched and applied, and the generation counts', async () => {
    await cluster.client.create(MaintenanceWindow, { metadata: { name: 'fans' }, spec: { nodeName: 'two' } });
    const patched = await cluster.client.patch(
      MaintenanceWindow,
      { name: 'fans' },
      { type: 'merge', body: { spec: { durationMinutes: 15 } } },
    );
    assert.deepEqual([patched.spec.durationMinutes, patched.metadata.generation], [15, 2]);
  });

  test('tables, discovery and explanations know the kind', async () => {
    interface Table {
      readonly columnDefinitions: readonly { readonly name: string }[];
    }
    const table = await get<Table>(path, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    assert.deepEqual(
      table.columnDefinitions.map(({ name }) => name),
      ['Name', 'Node', 'Minutes', 'Age'],
    );
    interface Resources {
      readonly resources: readonly { readonly name: string; readonly shortNames?: readonly string[] }[];
    }
    const { resources } = await get<Resources>('/apis/facility.k8s.io/v1');
    assert.deepEqual(
      resources.map(({ name, shortNames }) => [name, shortNames]),
      [['maintenancewindows', ['mw']]],
    );
    interface Document {
      readonly components: { readonly schemas: Readonly<Record<string, { readonly description: string }>> };
    }
    const { components } = await get<Document>('/openapi/v3/apis/facility.k8s.io/v1');
    assert.match(components.schemas[MaintenanceWindow.schema.name]?.description ?? '', /^A time when somebody works on a node/);
  });
});
