import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { servedKinds } from '../../src/apiserver/enablement/served-kinds.ts';
import { DeploymentSpec } from '../../src/kinds/apps/deployment/schema.ts';
import { builtInKinds } from '../../src/kinds/index.ts';
import { defaultFeatureGates } from '../../src/model/features/feature-gates.ts';
import { allVerbs, apiVersionOf, type Kind } from '../../src/model/kind.ts';
import type { Method } from '../../src/model/request.ts';

const served = servedKinds(builtInKinds, { gates: defaultFeatureGates });

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly 'x-kubernetes-group-version-kind'?: Identity;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

type Methods = Readonly<Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Operation>>>;

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Methods & { readonly parameters?: readonly Parameter[] }>>;
  readonly components: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly 'x-kubernetes-group-version-kind'?: readonly Identity[];
}

const methods = {
  get: 'get',
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  list: 'get',
  deletecollection: 'delete',
} as const;

describe('OpenAPI', () => {
  let cluster: TestCluster;
  const documents = new Map<string, Document>();

  before(async () => {
    cluster = await startCluster({ bootstrap: false });
    const index = JSON.parse((await ask('/openapi/v3')).text) as { paths: Record<string, { serverRelativeURL: string }> };
    for (const [name, { serverRelativeURL }] of Object.entries(index.paths)) {
      documents.set(name, JSON.parse((await ask(serverRelativeURL)).text) as Document);
    }
  });
  after(() => cluster.stop());

  const ask = async (url: string, { method = 'GET', headers = {} }: { method?: Method; headers?: Record<string, string> } = {}) => {
    const [path = '', query = ''] = url.split('?');
    const response = await cluster.handle({
      method,
      path,
      query: new URLSearchParams(query),
      headers,
      credentials: { type: 'user', user: { name: 'root', groups: ['system:masters'] } },
      signal: AbortSignal.timeout(10_000),
    });
    const { body } = response;
    const text = body.type === 'bytes' && body.bytes instanceof Uint8Array ? Buffer.from(body.bytes).toString('utf8') : '';
    return { code: response.code, headers: response.headers ?? {}, text };
  };
  const documentOf = (kind: Kind): Document => {
    const document = documents.get(`${kind.group ? 'apis' : 'api'}/${apiVersionOf(kind)}`);
    assert(document, `no document of ${apiVersionOf(kind)}`);
    return document;
  };

  test('there is a document for each version of each group', () => {
    for (const kind of served) documentOf(kind);
    const groups = served.filter(({ group }) => group !== '').map(({ group }) => `apis/${group}`);
    const versions = served.map((kind) => `${kind.group ? 'apis' : 'api'}/${apiVersionOf(kind)}`);
    const general = ['api', 'apis', 'version', '.well-known/openid-configuration', 'openid/v1/jwks'];
    assert.deepEqual(new Set(documents.keys()), new Set([...general, ...groups, ...versions]));
    for (const { openapi, info } of documents.values()) assert.deepEqual([openapi, info.title], ['3.0.0', 'Kubernetes']);
  });

  test('every reference leads somewhere within its document', () => {
    for (const [name, document] of documents) {
      for (const reference of referencesIn(document)) {
        const target = /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1];
        assert(target !== undefined && target in (document.components.schemas ?? {}), `${name}: ${reference}`);
      }
    }
  });

  test('every kind has its schema, which says whose it is', () => {
    for (const kind of served) {
      const schema = documentOf(kind).components.schemas?.[kind.schema.name];
      assert.equal(schema?.type, 'object', kind.kind);
      const { group, version } = kind;
      assert.deepEqual(schema['x-kubernetes-group-version-kind'], [{ group, version, kind: kind.kind }], kind.kind);
      for (const field of ['apiVersion', 'kind', 'metadata']) assert(schema.properties?.[field], `${kind.kind}.${field}`);
    }
  });

  test('what is required is described', () => {
    for (const [name, { components }] of documents) {
      for (const [schemaName, { required = [], properties = {} }] of Object.entries(components.schemas ?? {})) {
        for (const field of required) assert(properties[field], `${name} ${schemaName}.${field}`);
      }
    }
  });

  test('every schema and every property of one says what it means', () => {
    const silent = [...documents.values()].flatMap(({ components }) =>
      Object.entries(components.schemas ?? {}).flatMap(([name, { description, properties = {} }]) => [
        ...(description ? [] : [name]),
        ...Object.entries(properties).flatMap(([field, property]) => (property.description ? [] : [`${name}.${field}`])),
      ]),
    );
    assert.deepEqual(silent, []);
    const { schemas = {} } = documents.get('apis/apps/v1')?.components ?? {};
    assert.equal(
      schemas['io.k8s.api.apps.v1.DeploymentSpec']?.properties?.['paused']?.description,
      DeploymentSpec.fields.paused.description,
    );
  });

  test('every kind has paths for its verbs, which name the kind', () => {
    for (const kind of served) {
      const { group, version, scope, plural } = kind;
      const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
      const collection = scope === 'Namespaced' ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
      const { paths } = documentOf(kind);
      for (const verb of kind.verbs ?? allVerbs) {
        if (verb === 'watch') continue;
        const path = ['list', 'create', 'deletecollection'].includes(verb) ? collection : `${collection}/{name}`;
        const operation = paths[path]?.[methods[verb]];
        assert.deepEqual(operation?.['x-kubernetes-group-version-kind'], { group, version, kind: kind.kind }, `${verb} ${path}`);
      }
    }
  });

  test('operations have names of their own, and paths the parameters they speak of', () => {
    for (const [name, { paths }] of documents) {
      const seen = new Set<string>();
      for (const [path, { parameters = [], ...operations }] of Object.entries(paths)) {
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
        const declared = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
        assert.deepEqual(declared.toSorted(byText), inPath.toSorted(byText), path);
        for (const { operationId } of Object.values(operations)) {
          assert(!seen.has(operationId), `${name}: ${operationId} twice`);
          seen.add(operationId);
        }
      }
    }
  });

  test('a document is kept for good by its hash, and not sent again to those who have it', async () => {
    const index = JSON.parse((await ask('/openapi/v3')).text) as { paths: Record<string, { serverRelativeURL: string }> };
    const url = index.paths['apis/apps/v1']?.serverRelativeURL ?? '';
    assert.match(url, /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{128}$/);
    const { headers } = await ask(url);
    const tag = String(headers['etag']);
    assert.equal(tag, `"${url.split('=')[1]}"`);
    assert.equal(headers['cache-control'], 'public, immutable');
    assert(Date.parse(String(headers['expires'])) > Date.now() + 300 * 24 * 60 * 60 * 1000);

    const [path = ''] = url.split('?');
    assert.equal((await ask(path)).headers['cache-control'], undefined);
    for (const asked of [url, path]) {
      const again = await ask(asked, { headers: { 'if-none-match': tag } });
      assert.deepEqual([again.code, again.text, again.headers['etag']], [304, '', tag]);
    }
    assert.equal((await ask(path, { headers: { 'if-none-match': '"other"' } })).code, 200);
    const outdated = await ask(`${path}?hash=OLD`);
    assert.deepEqual([outdated.code, outdated.headers['location']], [301, url]);
  });

  test('the index is not sent again to those who have it', async () => {
    const { headers } = await ask('/openapi/v3');
    const tag = String(headers['etag']);
    assert.match(tag, /^"[0-9A-F]{128}"$/);
    const again = await ask('/openapi/v3', { headers: { 'if-none-match': tag } });
    assert.deepEqual([again.code, again.text, again.headers['etag']], [304, '', tag]);
  });

  test('a document may be had as protobuf, by either name of that form, and has the same hash', async () => {
    const json = await ask('/openapi/v3/apis/apps/v1');
    for (const version of ['v3@v1.0', 'v3.v1.0']) {
      const accept = `application/com.github.proto-openapi.spec.${version}+protobuf`;
      const { code, headers, text } = await ask('/openapi/v3/apis/apps/v1', { headers: { accept } });
      assert.deepEqual([code, headers['etag']], [200, json.headers['etag']]);
      // The first field is the version of OpenAPI.
      assert.ok(text.slice(1).startsWith('\u{5}3.0.0'));
    }
    assert.equal((await ask('/openapi/v3/apis/apps/v1', { headers: { accept: 'text/plain' } })).code, 406);
  });

  test('documents that are not there are not found', async () => {
    for (const path of ['/openapi/v3/apis/nonsense/v1', '/openapi/v3/api/v9', '/openapi/v9']) {
      assert.equal((await ask(path)).code, 404, path);
    }
  });
});

const byText = (a: string | undefined = '', b: string | undefined = ''): number => (a < b ? -1 : a > b ? 1 : 0);

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === '$ref' && typeof inner === 'string') yield inner;
    else yield* referencesIn(inner);
  }
}
