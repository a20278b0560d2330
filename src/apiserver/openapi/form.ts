import type { ApiResponse } from '../../model/request.ts';
import { acceptedTypes } from '../representation/negotiate.ts';

export type Form = 'json' | 'protobuf';

/** The first form of a document that the client takes; undefined when it takes none. JSON when it does not say. */
export function formFor(accept: string | undefined, version: 'v2' | 'v3'): Form | undefined {
  const types: readonly (readonly [string, Form])[] = [
    ['application/json', 'json'],
    // The name that clients ask by is not a valid media type, which the newer one is.
    [`application/com.github.proto-openapi.spec.${version}@v1.0+protobuf`, 'protobuf'],
    [protobufTypeOf(version), 'protobuf'],
  ];
  for (const wanted of acceptedTypes(accept || '*/*')) {
    const found = types.find(([type]) => wanted === type || wanted === '*/*' || wanted === 'application/*');
    if (found) return found[1];
  }
  return undefined;
}

export const contentTypeOf = (form: Form, version: 'v2' | 'v3'): string => (form === 'json' ? 'application/json' : protobufTypeOf(version));

const protobufTypeOf = (version: 'v2' | 'v3'): string => `application/com.github.proto-openapi.spec.${version}.v1.0+protobuf`;

export const notAcceptable: ApiResponse = {
  code: 406,
  headers: { vary: 'Accept' },
  body: { type: 'bytes', contentType: 'text/plain; charset=utf-8', bytes: new Uint8Array() },
};
