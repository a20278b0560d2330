import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { servedKinds } from '../../src/apiserver/enablement/served-kinds.ts';
import { protobufObject } from '../../src/apiserver/representation/protobuf.ts';
import { schemaOf } from '../../src/apiserver/representation/known-schemas.ts';
import { builtInKinds } from '../../src/kinds/index.ts';
import { decodeMessage, openEnvelope } from '../../src/model/codec/protobuf.ts';
import { parseYaml } from '../../src/model/codec/yaml.ts';
import { decode } from '../../src/model/decode.ts';
import { APIGroupDiscoveryList } from '../../src/model/discovery.ts';
import { defaultFeatureGates } from '../../src/model/features/feature-gates.ts';
import { apiVersionOf } from '../../src/model/kind.ts';
import type { ApiResponse } from '../../src/model/request.ts';

const served = servedKinds(builtInKinds, { gates: defaultFeatureGates });

interface ResourceLine {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly singularName: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly group?: string;
  readonly version?: string;
}

interface GroupLine {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
  readonly preferredVersion: { readonly groupVersion: string };
}

interface AggregatedResource {
  readonly resource: string;
  readonly responseKind: { readonly kind: string };
  readonly scope: string;
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly responseKind: { readonly group: string; readonly version: string; readonly kind: string };
    readonly verbs: readonly string[];
  }[];
}

interface AggregatedGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly freshness: string; readonly resources: readonly AggregatedResource[] }[];
}

const aggregated = (version: string) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;

describe('discovery', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster({ bootstrap: false });
  });
  after(() => cluster.stop());

  const ask = (path: string, headers: Record<string, string> = {}): Promise<ApiResponse> =>
    cluster.handle({
      method: 'GET',
      path,
      query: new URLSearchParams(),
      headers,
      credentials: { type: 'user', user: { name: 'root', groups: ['system:masters'] } },
      signal: AbortSignal.timeout(10_000),
    });
  const read = async <T>(path: string, headers: Record<string, string> = {}): Promise<T> => {
    const { code, body } = await ask(path, headers);
    assert.equal(code, 200, path);
    if (body.type === 'object') return body.value.object as T;
    assert(body.type === 'bytes' && body.bytes instanceof Uint8Array, body.type);
    return JSON.parse(Buffer.from(body.bytes).toString('utf8')) as T;
  };
  const listOf = async (groupVersion: string) =>
    (await read<{ resources: readonly ResourceLine[] }>(groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`))
      .resources;

  test('every kind has its line in the document of its version', async () => {
    for (const kind of served) {
      const lines = await listOf(apiVersionOf(kind));
      const line = lines.find(({ name }) => name === kind.plural);
      assert.deepEqual([line?.kind, line?.namespaced], [kind.kind, kind.scope === 'Namespaced'], kind.kind);
    }
  });

  test('groups name their versions, the preferred one first, and have documents of their own', async () => {
    const { groups } = await read<{ groups: readonly GroupLine[] }>('/apis');
    for (const group of groups) {
      assert.equal(group.preferredVersion.groupVersion, group.versions[0]?.groupVersion);
      assert.deepEqual({ kind: 'APIGroup', apiVersion: 'v1', ...group }, await read(`/apis/${group.name}`));
      for (const { groupVersion, version } of group.versions) {
        assert.equal(groupVersion, `${group.name}/${version}`);
        assert.notDeepEqual(await listOf(groupVersion), []);
      }
    }
    const expected = new Set(served.filter(({ group }) => group !== '').map(({ group }) => group));
    assert.deepEqual(new Set(groups.map(({ name }) => name)), expected);
    assert.deepEqual((await read<{ versions: string[] }>('/api')).versions, ['v1']);
  });

  test('all at once says the same as one by one', async () => {
    for (const path of ['/api', '/apis']) {
      const { items, apiVersion } = await read<{ items: readonly AggregatedGroup[]; apiVersion: string }>(path, {
        accept: aggregated('v2'),
      });
      assert.equal(apiVersion, 'apidiscovery.k8s.io/v2');
      for (const { metadata, versions } of items) {
        for (const { version: served, freshness, resources } of versions) {
          assert.equal(freshness, 'Current');
          const expected = (await listOf(metadata.name ? `${metadata.name}/${served}` : served)).map(withoutHash);
          assert.deepEqual(resources.flatMap(linesOf), expected, `${metadata.name}/${served}`);
        }
      }
    }
  });

  for (const path of ['/api', '/apis']) {
    test(`${path} at once, in other formats, says the same as JSON`, async () => {
      const { apiVersion, kind, ...expected } = await read<Record<string, unknown>>(path, { accept: aggregated('v2') });
      const parameters = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
      // It need not be what the client likes best.
      const { body } = await ask(path, { accept: `application/json, application/vnd.kubernetes.protobuf;${parameters}` });
      assert(body.type === 'bytes' && body.bytes instanceof Uint8Array);
      assert.equal(body.contentType, `application/vnd.kubernetes.protobuf;${parameters}`);
      const { raw, ...type } = openEnvelope(body.bytes);
      assert.deepEqual([type.apiVersion, type.kind], [apiVersion, kind]);
      assert.deepEqual(decode(APIGroupDiscoveryList, decodeMessage(APIGroupDiscoveryList, raw)).object, expected);
      const yaml = await ask(path, { accept: `application/yaml;${parameters}` });
      assert(yaml.body.type === 'bytes' && yaml.body.bytes instanceof Uint8Array);
      assert.deepEqual(parseYaml(Buffer.from(yaml.body.bytes).toString()), { apiVersion, kind, ...expected });
    });
  }

  for (const path of ['/api', '/apis', '/apis/apps', '/api/v1', '/apis/apps/v1']) {
    test(`${path} as protobuf says the same as JSON`, async () => {
      const object = await read<{ apiVersion?: string; kind: string }>(path);
      const { apiVersion = '', kind, ...expected } = object;
      const { raw, ...type } = openEnvelope(protobufObject({ object }) ?? assert.fail('no protobuf of it'));
      assert.deepEqual([type.apiVersion, type.kind], [apiVersion, kind]);
      const schema = schemaOf(apiVersion, kind) ?? assert.fail('no schema for it');
      assert.deepEqual(decode(schema, decodeMessage(schema, raw)).object, expected);
    });
  }

  test('whoever has the document already is told that it has not changed', async () => {
    const headers = { accept: aggregated('v2') };
    const first = await ask('/apis', headers);
    const tag = String(first.headers?.['etag']);
    assert.match(tag, /^"[0-9A-F]{128}"$/);
    const again = await ask('/apis', { ...headers, 'if-none-match': tag });
    assert.deepEqual([again.code, again.headers?.['etag']], [304, tag]);
    assert.equal((await ask('/apis', { ...headers, 'if-none-match': '"other"' })).code, 200);
  });

  test('forms that are not known get the old one', async () => {
    for (const accept of ['', '*/*', 'application/json', aggregated('v2beta1'), aggregated('v9')]) {
      assert.equal((await read<{ kind: string }>('/apis', { accept })).kind, 'APIGroupList');
    }
  });

  for (const path of ['/apis/nonsense', '/apis/apps/v9', '/apis/nonsense/v1', '/api/v9']) {
    test(`${path} is not there`, async () => {
      assert.equal((await ask(path)).code, 404);
    });
  }

  const recorded = load();
  test(
    'resources are those of upstream, by their verbs and other names',
    { skip: recorded ? false : 'no record of them here' },
    async () => {
      const wrong: string[] = [];
      for (const known of recorded ?? []) {
        const [group = '', version = ''] = known.groupVersion.includes('/') ? known.groupVersion.split('/') : ['', known.groupVersion];
        if (!served.some((kind) => kind.group === group && kind.version === version)) continue;
        const line = (await listOf(known.groupVersion)).find(({ name }) => name === known.resource);
        const shown = line && {
          kind: line.kind,
          namespaced: line.namespaced,
          verbs: line.verbs,
          shortNames: line.shortNames,
          categories: line.categories,
        };
        const { kind, namespaced, verbs, shortNames, categories } = known;
        try {
          assert.deepEqual(shown, { kind, namespaced, verbs, shortNames, categories });
        } catch (error) {
          wrong.push(`${known.groupVersion} ${known.resource}: ${(error as Error).message}`);
        }
      }
      assert.deepEqual(wrong, []);
    },
  );
});

/** The lines by which one by one tells what all at once tells. */
function linesOf({
  resource,
  responseKind,
  scope,
  singularResource,
  verbs,
  shortNames,
  categories,
  subresources = [],
}: AggregatedResource) {
  const namespaced = scope === 'Namespaced';
  const own = { name: resource, singularName: singularResource, namespaced, kind: responseKind.kind, verbs };
  return [
    { ...own, ...(shortNames && { shortNames }), ...(categories && { categories }) },
    ...subresources.map(({ subresource, responseKind: { group, version, kind }, verbs: subresourceVerbs }) => ({
      name: `${resource}/${subresource}`,
      singularName: '',
      namespaced,
      ...(group && { group }),
      ...(version && { version }),
      kind,
      verbs: subresourceVerbs,
    })),
  ];
}

/** Only one by one tells it. */
function withoutHash(line: ResourceLine & { readonly storageVersionHash?: string }): ResourceLine {
  const { storageVersionHash: _hash, ...rest } = line;
  return rest;
}

interface KnownResource {
  readonly groupVersion: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

function load(): readonly KnownResource[] | undefined {
  try {
    return JSON.parse(readFileSync(new URL('../../../shared/facts/resources.json', import.meta.url), 'utf8')) as KnownResource[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
