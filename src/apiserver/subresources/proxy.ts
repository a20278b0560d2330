import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { once } from 'node:events';
import { ApiError, unknownResource } from '../../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import { proxyTarget } from '../proxy-target.ts';
import type { ApiServer } from '../server.ts';

/** Headers that belong to one connection, not to the message. RFC 9110 section 7.6.1; and the caller's credentials. */
const notPassedOn = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'host',
  'authorization',
  'content-length',
]);

/** Any request to `…/proxy/…`, sent on to the node, pod or service. */
export async function proxy(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request } = call;
  const target = await proxyTarget(call, server);
  if (!target) throw unknownResource();
  const { search } = new URL(`http://host/?${request.query.toString()}`);
  const url = new URL(target.url);
  url.search = search;
  const answer = await send(url, request, target.tls);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !notPassedOn.has(name) && name !== 'content-type' && !name.startsWith(':')) headers[name] = value;
  }
  return {
    code: answer.statusCode ?? 502,
    headers,
    body: { type: 'bytes', contentType: answer.headers['content-type'] ?? 'application/octet-stream', bytes: answer },
  };
}

async function send(url: URL, { method, headers, body, signal }: ApiRequest, tls: object | undefined): Promise<IncomingMessage> {
  const passed = Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !notPassedOn.has(name) && !name.startsWith(':')),
  );
  const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    ...tls,
    method,
    headers: passed,
    signal,
  });
  outgoing.end(body instanceof Uint8Array ? body : undefined);
  try {
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return answer;
  } catch (error) {
    throw new ApiError('ServiceUnavailable', `error trying to reach service: ${(error as Error).message}`, { cause: error });
  }
}
