import { once } from 'node:events';
import { request as requestHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { ClusterAccess } from '../../src/client/kubeconfig/access.ts';

export interface RawAnswer {
  readonly code: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as a Status, which every refusal is. */
  readonly status: { readonly kind?: string; readonly code?: number; readonly reason?: string; readonly message?: string };
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How the answer's bytes become its text. */
  readonly encoding?: BufferEncoding;
}

/** Sends exactly these bytes, as the administrator of the kubeconfig. */
export async function rawRequest(
  access: ClusterAccess,
  { method = 'GET', path, headers = {}, body, encoding = 'utf8' }: RawRequest,
): Promise<RawAnswer> {
  const outgoing = requestHttps(new URL(path, access.server), {
    method,
    // Node leaves it out where it takes a body to be unusual.
    headers: { ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }), ...headers },
    ca: access.caPem,
    cert: access.certificatePem,
    key: access.keyPem,
    agent: false,
  });
  // The server may answer and close before it has read all.
  outgoing.on('error', () => {});
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding(encoding)) text += chunk as string;
  let status = {};
  try {
    status = JSON.parse(text) as RawAnswer['status'];
  } catch {
    // Not every answer is JSON.
  }
  return { code: answer.statusCode ?? 0, headers: answer.headers, text, status };
}
