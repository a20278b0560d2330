import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ConnectionError, type Exchange, type HttpRequest, type HttpResponse } from './exchange.ts';
import type { TlsSettings } from './tls-settings.ts';

/** A connection a request at a time; for servers without TLS or without HTTP/2. */
export function http1Exchange(server: URL, tls: TlsSettings): Exchange {
  const secure = server.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  return {
    send: ({ method, path, headers, body, signal }: HttpRequest) => {
      const options: RequestOptions = { agent, method, path, headers: withLength(headers, body), signal };
      const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
      const request = send(server, options);
      request.once('response', (message: IncomingMessage) =>
        resolve({ code: message.statusCode ?? 0, headers: message.headers, body: message }),
      );
      request.once('error', (cause) => {
        const refused = 'code' in cause && cause.code === 'ECONNREFUSED';
        reject(signal.aborted ? signal.reason : new ConnectionError(`${server.host}: ${cause.message}`, { cause, wasSent: !refused }));
      });
      request.end(body);
      return promise;
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}

const withLength = (headers: HttpRequest['headers'], body: Uint8Array | undefined) =>
  body ? { ...headers, 'content-length': String(body.length) } : headers;
