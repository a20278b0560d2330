import { jsonCopy } from '../base/json-copy.ts';
import type { ApiRequest, ApiResponse, User } from '../model/request.ts';
import type { Transport } from './client.ts';

/**
 * A transport straight into an API server of this process, as the given user. Nothing is serialised. Bodies are copied,
 * since the server changes what it is given while callers often send parts of what they share.
 */
export function inProcess(handle: (request: ApiRequest) => Promise<ApiResponse>, { user }: { user: User }): Transport {
  const credentials = { type: 'user', user } as const;
  const transport = (request: ApiRequest) =>
    handle({ ...request, credentials, ...(request.body !== undefined && { body: ownBody(request.body) }) });
  return Object.assign(transport, { sharesObjects: true });
}

const ownBody = (body: Uint8Array | object) => (body instanceof Uint8Array ? body : jsonCopy(body));
