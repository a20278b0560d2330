import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, configMaps, startServer } from '../support/in-process.ts';

const view = (as: string, version: string) => ({ accept: `application/json;as=${as};g=meta.k8s.io;v=${version}` });

interface View {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items?: readonly { readonly apiVersion: string }[];
  readonly rows?: readonly { readonly object: { readonly apiVersion: string; readonly kind: string } | null }[];
}

for (const version of ['v1', 'v1beta1']) {
  test(`views are shown in ${version} to who asks for that`, async () => {
    await using server = await startServer();
    await server.ask(`POST ${configMaps}`, { body: configMap('a') });
    const apiVersion = `meta.k8s.io/${version}`;
    // The answers are views, not objects.
    const shown = async (line: string, as: string) => (await server.ask(line, { headers: view(as, version) })).body as unknown as View;
    const table = await shown(`GET ${configMaps}`, 'Table');
    assert.deepEqual([table.apiVersion, table.kind, table.rows?.[0]?.object?.apiVersion], [apiVersion, 'Table', apiVersion]);
    assert.equal((await shown(`GET ${configMaps}?includeObject=None`, 'Table')).rows?.[0]?.object, null);
    assert.equal((await shown(`GET ${configMaps}?includeObject=Object`, 'Table')).rows?.[0]?.object?.kind, 'ConfigMap');
    const metadata = await shown(`GET ${configMaps}/a`, 'PartialObjectMetadata');
    assert.deepEqual([metadata.apiVersion, metadata.kind], [apiVersion, 'PartialObjectMetadata']);
    const list = await shown(`GET ${configMaps}`, 'PartialObjectMetadataList');
    assert.deepEqual([list.apiVersion, list.items?.[0]?.apiVersion], [apiVersion, apiVersion]);
  });
}

const refusals: readonly [line: string, as: string, code: number, message: string][] = [
  [
    `GET ${configMaps}?includeObject=x`,
    'Table',
    400,
    "Unable to convert to Table as requested: includeObject: Invalid value: \"x\": must be 'Metadata', 'Object', 'None', or empty",
  ],
  [
    `GET ${configMaps}`,
    'PartialObjectMetadata',
    406,
    'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
  ],
  [
    `GET ${configMaps}/a`,
    'PartialObjectMetadataList',
    406,
    'you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
  ],
];

for (const [line, as, code, message] of refusals) {
  test(`${line} as ${as} is refused`, async () => {
    await using server = await startServer();
    await server.ask(`POST ${configMaps}`, { body: configMap('a') });
    const answer = await server.ask(line, { headers: view(as, 'v1') });
    assert.deepEqual([answer.code, answer.body.message], [code, message]);
  });
}

test('only tables care what they include', async () => {
  await using server = await startServer();
  assert.equal((await server.ask(`GET ${configMaps}?includeObject=x`, { headers: { accept: 'application/json' } })).code, 200);
});
