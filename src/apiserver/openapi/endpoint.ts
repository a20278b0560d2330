import { createHash } from 'node:crypto';
import { apiVersionOf, type Kind } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { ApiServer, Endpoint } from '../server.ts';
import { kubernetesVersion } from '../endpoints/version.ts';
import { pathsOf } from './paths.ts';
import { schemasOf } from './schemas.ts';

const root = '/openapi/v3';

/** `/openapi/v3`: an index, and below it one document for each version of a group. Built when first asked for. */
export const openApi: Endpoint = ({ request }, server) => {
  const { path, method } = request;
  if ((path !== root && !path.startsWith(`${root}/`)) || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const documents = documentsOf(server);
  if (path === root) return json(Buffer.from(JSON.stringify({ paths: indexOf(documents) })));
  const document = documents.get(path.slice(root.length + 1));
  return document && answer(request, document);
};

interface Document {
  readonly bytes: Uint8Array;
  readonly hash: string;
}

const known = new WeakMap<ApiServer['kinds'], ReadonlyMap<string, Document>>();

/** By what follows `/openapi/v3/`, e.g. `apis/apps/v1`. */
function documentsOf({ kinds }: ApiServer): ReadonlyMap<string, Document> {
  return known.getOrInsertComputed(kinds, () => {
    const groups = Map.groupBy(kinds, apiVersionOf);
    return new Map(
      [...groups].map(([version, ofVersion]) => [version.includes('/') ? `apis/${version}` : `api/${version}`, documentOf(ofVersion)]),
    );
  });
}

function documentOf(kinds: readonly Kind[]): Document {
  const { major, minor, patch } = kubernetesVersion;
  const bytes = Buffer.from(
    JSON.stringify({
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: `v${major}.${minor}.${patch}` },
      paths: Object.assign({}, ...kinds.map(pathsOf)),
      components: {
        schemas: schemasOf(kinds),
        securitySchemes: { BearerToken: { type: 'apiKey', description: 'Bearer token', name: 'authorization', in: 'header' } },
      },
    }),
  );
  return { bytes, hash: createHash('sha512').update(bytes).digest('hex').toUpperCase() };
}

const indexOf = (documents: ReadonlyMap<string, Document>) =>
  Object.fromEntries([...documents].map(([path, { hash }]) => [path, { serverRelativeURL: `${root}/${path}?hash=${hash}` }]));

/** A document never changes under its hash, so whoever asks by it may keep it for good. */
function answer({ query, headers }: ApiRequest, { bytes, hash }: Document): ApiResponse {
  const tag = `"${hash}"`;
  const kept =
    query.get('hash') === hash ? { 'cache-control': 'public, immutable', expires: new Date(4_102_444_800_000).toUTCString() } : {};
  const common = { etag: tag, vary: 'Accept', ...kept };
  if (headers['if-none-match'] === tag) return { ...json(new Uint8Array()), code: 304, headers: common };
  return { ...json(bytes), headers: common };
}

const json = (bytes: Uint8Array): ApiResponse => ({ code: 200, body: { type: 'bytes', contentType: 'application/json', bytes } });
