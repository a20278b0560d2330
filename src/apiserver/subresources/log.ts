import { request as requestHttps } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError, badRequest, unknownMethod, unknownResource } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import { containerOf, kubeletUrl } from '../kubelet-target.ts';
import { logParameters } from './log-options.ts';
import type { ApiServer } from '../server.ts';

/** GET of a container's output, from the kubelet of its node. */
export async function log({ request, info, resource }: Call, { reader, services, gates }: ApiServer): Promise<ApiResponse> {
  if (info.verb !== 'get') throw unknownMethod();
  const access = services.kubelets;
  if (!access) throw unknownResource();
  const parameters = logParameters(request.query, { name: info.name, gates });
  const pod = resource.get({ namespace: info.namespace, name: info.name }).object as unknown as Pod;
  const container = containerOf(pod, request.query.get('container'));
  if (!pod.spec.nodeName) return { code: 200, body: { type: 'bytes', contentType: 'text/plain', bytes: new Uint8Array() } };

  const url = await kubeletUrl(pod.spec.nodeName, { reader, access });
  url.pathname = `/containerLogs/${info.namespace}/${info.name}/${container}`;
  url.search = parameters.toString();
  const answer = await fetchFromKubelet(url, { tls: access.tls, signal: request.signal });
  if (answer.statusCode !== 200) throw refusal(answer.statusCode ?? 500, await text(answer));
  return { code: 200, body: { type: 'bytes', contentType: 'text/plain', bytes: answer } };
}

interface FetchOptions {
  readonly tls: object;
  readonly signal: AbortSignal;
}

async function fetchFromKubelet(url: URL, { tls, signal }: FetchOptions): Promise<IncomingMessage> {
  const outgoing = requestHttps(url, { ...tls, signal, method: 'GET' });
  outgoing.end();
  try {
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return answer;
  } catch (error) {
    throw new ApiError('InternalError', `Get ${JSON.stringify(url.href)}: ${(error as Error).message}`, { cause: error });
  }
}

function refusal(code: number, message: string): ApiError {
  if (code === 400) return badRequest(message.trim());
  if (code === 404) return new ApiError('NotFound', `the server could not find the requested resource (${message.trim()})`);
  return new ApiError(
    'InternalError',
    `an error on the server (${JSON.stringify(message.trim())}) has prevented the request from succeeding`,
  );
}

/** A refusal is short; more of it than this helps nobody. */
const maxRefusalLength = 4096;

async function text(answer: IncomingMessage): Promise<string> {
  let whole = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    whole += chunk as string;
    if (whole.length > maxRefusalLength) break;
  }
  return whole.slice(0, maxRefusalLength);
}
