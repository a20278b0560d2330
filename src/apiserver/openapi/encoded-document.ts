import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import { isUnchanged } from './unchanged.ts';

/** A document in one of its forms. Documents are large and rarely read, so they are kept compressed, as most clients take them. */
export class EncodedDocument {
  readonly contentType: string;
  /** The same for all forms of a document: SHA-512 of its JSON, in hexadecimal. */
  readonly hash: string;
  readonly modifiedMs: number;
  readonly #compressed: Uint8Array;

  constructor(bytes: Uint8Array, { contentType, hash, modifiedMs }: { contentType: string; hash: string; modifiedMs: number }) {
    this.contentType = contentType;
    this.hash = hash;
    this.modifiedMs = modifiedMs;
    this.#compressed = gzipSync(bytes, { level: 6 });
  }

  answer({ headers }: Pick<ApiRequest, 'headers'>, more: Readonly<Record<string, string>> = {}): ApiResponse {
    const tag = `"${this.hash}"`;
    const common = { etag: tag, vary: 'Accept, Accept-Encoding', 'last-modified': new Date(this.modifiedMs).toUTCString(), ...more };
    const { contentType } = this;
    if (isUnchanged({ headers }, { tag, modifiedMs: this.modifiedMs }))
      return { code: 304, headers: common, body: { type: 'bytes', contentType, bytes: new Uint8Array() } };
    const takesGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    return {
      code: 200,
      headers: takesGzip ? { ...common, 'content-encoding': 'gzip' } : common,
      body: { type: 'bytes', contentType, bytes: takesGzip ? this.#compressed : gunzipSync(this.#compressed) },
    };
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha512').update(bytes).digest('hex').toUpperCase();
