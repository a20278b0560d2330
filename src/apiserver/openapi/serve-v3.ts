import type { Kind } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { ApiServer } from '../server.ts';
import { documentsByRoot } from './document.ts';
import { documentV3 } from './document-v3.ts';
import { EncodedDocument, hashOf } from './encoded-document.ts';
import { formFor, notAcceptable } from './form.ts';

const root = '/openapi/v3';

/** `/openapi/v3`: an index, and below it one document for each version of a group. Built when first asked for. */
export function serveV3(request: ApiRequest, server: ApiServer): ApiResponse | undefined {
  const { path } = request;
  if (path === root) return index(documentsOf(server));
  if (!path.startsWith(`${root}/`)) return undefined;
  const name = path.slice(root.length + 1);
  const document = documentsOf(server).get(name);
  if (!document) return undefined;
  if (formFor(request.headers['accept'], 'v3') !== 'json') return notAcceptable;
  const hash = request.query.get('hash');
  if (!hash) return document.answer(request);
  if (hash !== document.hash) return redirect(urlOf(name, document));
  // A document never changes under its hash, so whoever asks by it may keep it.
  const expires = new Date(server.clock.now() + yearMs).toUTCString();
  return document.answer(request, { 'cache-control': 'public, immutable', expires });
}

const yearMs = 365 * 24 * 60 * 60 * 1000;

const known = new WeakMap<readonly Kind[], ReadonlyMap<string, EncodedDocument>>();

/** By what follows `/openapi/v3/`, e.g. `apis/apps/v1`. */
function documentsOf({ kinds, clock }: ApiServer): ReadonlyMap<string, EncodedDocument> {
  return known.getOrInsertComputed(kinds, () => {
    const modifiedMs = clock.now();
    return new Map(
      [...documentsByRoot(kinds)].map(([name, document]) => {
        const bytes = Buffer.from(JSON.stringify(documentV3(document)));
        return [name, new EncodedDocument(bytes, { contentType: 'application/json', hash: hashOf(bytes), modifiedMs })];
      }),
    );
  });
}

function index(documents: ReadonlyMap<string, EncodedDocument>): ApiResponse {
  const paths = Object.fromEntries([...documents].map(([name, document]) => [name, { serverRelativeURL: urlOf(name, document) }]));
  return { code: 200, body: { type: 'bytes', contentType: 'application/json', bytes: Buffer.from(JSON.stringify({ paths })) } };
}

const urlOf = (name: string, { hash }: EncodedDocument): string => `${root}/${name}?hash=${hash}`;

const redirect = (location: string): ApiResponse => ({
  code: 301,
  headers: { location },
  body: {
    type: 'bytes',
    contentType: 'text/html; charset=utf-8',
    bytes: Buffer.from(`<a href="${location.replaceAll('&', '&amp;')}">Moved Permanently</a>.\n\n`),
  },
});
