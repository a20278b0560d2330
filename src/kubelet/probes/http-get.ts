import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { HTTPGetAction } from '../../kinds/core/pod/handler.ts';
import { containerPort, hostAndPort } from './container-port.ts';

/** What the node asks a container for, on behalf of the pod's author. */
export interface HttpGet {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export interface HttpAnswer {
  readonly code: number;
  /** The beginning of it. */
  readonly body: string;
  readonly location: string | undefined;
}

const bodyLimitBytes = 10 * 1024;

/** Throws when there is no such port. */
export function httpGet(action: HTTPGetAction, container: Container, { podIp, userAgent }: { podIp: string; userAgent: string }): HttpGet {
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const address = hostAndPort(action.host || podIp, containerPort(action.port, container));
  const headers: Record<string, string[]> = {};
  for (const { name, value } of action.httpHeaders ?? []) (headers[name.toLowerCase()] ??= []).push(value);
  headers['user-agent'] ??= [userAgent];
  headers['accept'] ??= ['*/*'];
  if (headers['accept'].join('') === '') delete headers['accept'];
  const { host, ...rest } = headers;
  return {
    url: new URL(pathOf(action.path), `${scheme}://${address}`),
    headers: { ...rest, ...(host?.[0] && { host: host[0] }) },
  };
}

/** A path must not become the name of another host. */
const pathOf = (path = '/'): string => `/${path.replace(/^\/+/, '')}`;

/** One request over a connection of its own. Certificates are not checked: the node has no means to. */
export function fetchOnce({ url, headers }: HttpGet, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const options = { method: 'GET', headers, agent: false, signal, rejectUnauthorized: false } as const;
    const request = send(url, options as Parameters<typeof httpsRequest>[1] & object, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const answer = () =>
        resolve({
          code: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8', 0, bodyLimitBytes),
          location: response.headers.location,
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length < bodyLimitBytes) return;
        answer();
        request.destroy();
      });
      response.on('end', answer);
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}
