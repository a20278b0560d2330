import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ApiError, unknownResource } from '../../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import { proxyTarget } from '../proxy-target.ts';
import type { ApiServer } from '../server.ts';
import { rewrittenLink, type Proxied } from './proxy/rewrite.ts';
import { rewrittenPage } from './proxy/rewrite-page.ts';

/** Headers that belong to one connection, not to the message. RFC 9110 section 7.6.1. */
const ofConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te', 'trailer']);
/** Who the caller is, and whom it acts for, is nobody's business further on. */
const ofCaller = /^(host|content-length|authorization|proxy-authorization|impersonate-.*|x-remote-.*)$/;
/** Which pages may use this server is for this server to say. */
const ofOrigin = /^access-control-allow-(credentials|headers|methods|origin)$/;

/** Any request to `…/proxy/…`, sent on to the node, pod or service. */
export async function proxy(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info } = call;
  const { search } = new URL(`http://host/?${request.query.toString()}`);
  if (info.rest === '' && (request.method === 'GET' || request.method === 'HEAD')) return slashAdded(request, search);
  const target = await proxyTarget(call, server);
  if (!target) throw unknownResource();
  const url = new URL(target.url);
  url.search = search;
  // `/api/v1/nodes/n1/proxy`, or within a namespace.
  const prefix = request.path
    .split('/')
    .slice(0, info.namespace ? 8 : 6)
    .join('/');
  const answer = await send(url, request, { tls: target.tls, uri: prefix + url.pathname });
  return passedOn(answer, { prefix, hosts: [url.host, request.headers['host'] ?? request.headers[':authority'] ?? ''] });
}

/** Relative links of a page are about the folder it is in, so that what is proxied begins with one. */
function slashAdded({ path }: ApiRequest, search: string): ApiResponse {
  return {
    code: 301,
    headers: { location: `${path}/${search}` },
    body: { type: 'bytes', contentType: 'text/plain', bytes: new Uint8Array() },
  };
}

async function passedOn(answer: IncomingMessage, proxied: Proxied): Promise<ApiResponse> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    const isOwn = ofConnection.has(name) || ofOrigin.test(name) || name === 'content-type' || name === 'content-length';
    if (value !== undefined && !isOwn) headers[name] = value;
  }
  const { location, 'content-type': contentType = 'application/octet-stream', 'content-encoding': encoding = '' } = answer.headers;
  if (location !== undefined) headers['location'] = rewrittenLink(location, proxied);
  const isPage = location === undefined && contentType.split(';')[0]?.trim() === 'text/html';
  const bytes = isPage ? await rewrittenPage(answer, { encoding, proxied }) : answer;
  return { code: answer.statusCode ?? 502, headers, body: { type: 'bytes', contentType, bytes } };
}

interface SendOptions {
  readonly tls: object | undefined;
  /** The path as the client asked for it, without what it added to name the proxy. */
  readonly uri: string;
}

async function send(url: URL, request: ApiRequest, { tls, uri }: SendOptions): Promise<IncomingMessage> {
  const { method, headers, body, bodyStream, remoteAddress, signal } = request;
  const passed: Record<string, string> = { 'x-forwarded-uri': uri };
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !ofConnection.has(name) && !ofCaller.test(name) && !name.startsWith(':')) passed[name] = value;
  const before = headers['x-forwarded-for'];
  if (remoteAddress !== undefined) passed['x-forwarded-for'] = before === undefined ? remoteAddress : `${before}, ${remoteAddress}`;
  if (bodyStream)
    passed[headers['content-length'] === undefined ? 'transfer-encoding' : 'content-length'] = headers['content-length'] ?? 'chunked';
  const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { ...tls, method, headers: passed, signal });
  try {
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    if (bodyStream) Readable.from(bodyStream).pipe(outgoing);
    else outgoing.end(body instanceof Uint8Array ? body : undefined);
    const [answer] = await answered;
    return answer;
  } catch (error) {
    throw new ApiError('ServiceUnavailable', `error trying to reach service: ${(error as Error).message}`, { cause: error });
  }
}
