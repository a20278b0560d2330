import type { Kind } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { ApiServer } from '../server.ts';
import { documentsByRoot, type Document } from './document.ts';
import { documentV3 } from './document-v3.ts';
import { EncodedDocument, hashOf } from './encoded-document.ts';
import { contentTypeOf, formFor, notAcceptable } from './form.ts';
import { encodeV3 } from './protobuf/document-v3.ts';

const root = '/openapi/v3';

/** `/openapi/v3`: an index, and below it one document for each version of a group. Built when first asked for. */
export function serveV3(request: ApiRequest, server: ApiServer): ApiResponse | undefined {
  const { path } = request;
  if (path !== root && !path.startsWith(`${root}/`)) return undefined;
  const { index, documents } = documentsOf(server);
  if (path === root) return index.answer(request);
  const name = path.slice(root.length + 1);
  const forms = documents.get(name);
  if (!forms) return undefined;
  const form = formFor(request.headers['accept'], 'v3');
  if (!form) return notAcceptable;
  const document = form === 'json' ? forms.json : (forms.protobuf ??= inProtobuf(forms));
  const hash = request.query.get('hash');
  if (!hash) return document.answer(request);
  if (hash !== document.hash) return redirect(urlOf(name, document));
  // A document never changes under its hash, so whoever asks by it may keep it.
  const expires = new Date(server.clock.now() + yearMs).toUTCString();
  return document.answer(request, { 'cache-control': 'public, immutable', expires });
}

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** Few clients ask for protobuf, so that form is made when one does. */
interface Forms {
  readonly document: Document;
  readonly json: EncodedDocument;
  protobuf?: EncodedDocument;
}

interface Documents {
  readonly index: EncodedDocument;
  /** By what follows `/openapi/v3/`, e.g. `apis/apps/v1`. */
  readonly documents: ReadonlyMap<string, Forms>;
}

const known = new WeakMap<readonly Kind[], Documents>();

function documentsOf({ kinds, clock }: ApiServer): Documents {
  return known.getOrInsertComputed(kinds, () => {
    const modifiedMs = clock.now();
    const documents = new Map(
      [...documentsByRoot(kinds)].map(([name, document]): [string, Forms] => {
        const bytes = Buffer.from(JSON.stringify(documentV3(document)));
        return [name, { document, json: new EncodedDocument(bytes, { contentType: 'application/json', hash: hashOf(bytes), modifiedMs }) }];
      }),
    );
    return { index: indexOf(documents, modifiedMs), documents };
  });
}

function inProtobuf({ document, json: { hash, modifiedMs } }: Forms): EncodedDocument {
  return new EncodedDocument(encodeV3(documentV3(document)), { contentType: contentTypeOf('protobuf', 'v3'), hash, modifiedMs });
}

function indexOf(documents: ReadonlyMap<string, Forms>, modifiedMs: number): EncodedDocument {
  const names = [...documents.keys()].toSorted();
  const paths = Object.fromEntries(names.map((name) => [name, { serverRelativeURL: urlOf(name, documents.get(name)?.json) }]));
  const bytes = Buffer.from(JSON.stringify({ paths }));
  return new EncodedDocument(bytes, { contentType: 'application/json', hash: hashOf(bytes), modifiedMs });
}

const urlOf = (name: string, document: EncodedDocument | undefined): string => `${root}/${name}?hash=${document?.hash ?? ''}`;

const redirect = (location: string): ApiResponse => ({
  code: 301,
  headers: { location },
  body: {
    type: 'bytes',
    contentType: 'text/html; charset=utf-8',
    bytes: Buffer.from(`<a href="${location.replaceAll('&', '&amp;')}">Moved Permanently</a>.\n\n`),
  },
});
