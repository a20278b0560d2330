import type { Kind } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { ApiServer } from '../server.ts';
import { wholeDocument } from './document.ts';
import { documentV2 } from './document-v2.ts';
import { EncodedDocument, hashOf } from './encoded-document.ts';
import { contentTypeOf, formFor, notAcceptable, type Form } from './form.ts';
import { encodeV2 } from './protobuf/document-v2.ts';

/** `/openapi/v2`: one document for all that is served. Built when first asked for. */
export function serveV2(request: ApiRequest, { kinds, clock }: ApiServer): ApiResponse | undefined {
  if (request.path !== '/openapi/v2') return undefined;
  const form = formFor(request.headers['accept'], 'v2');
  if (!form) return notAcceptable;
  const forms = known.getOrInsertComputed(kinds, () => ({ modifiedMs: clock.now() }));
  forms[form] ??= encode(form, { kinds, modifiedMs: forms.modifiedMs });
  return forms[form].answer(request);
}

type Forms = Partial<Record<Form, EncodedDocument>> & { readonly modifiedMs: number };

const known = new WeakMap<readonly Kind[], Forms>();

function encode(form: Form, { kinds, modifiedMs }: { kinds: readonly Kind[]; modifiedMs: number }): EncodedDocument {
  const document = documentV2(wholeDocument(kinds));
  const json = Buffer.from(JSON.stringify(document));
  const bytes = form === 'json' ? json : encodeV2(document);
  return new EncodedDocument(bytes, { contentType: contentTypeOf(form, 'v2'), hash: hashOf(json), modifiedMs });
}
