import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { upgradeHeaders } from '../../base/upgrade/headers.ts';
import { listOf, type StreamingKind } from './requested-protocol.ts';

/** Who the client is and whom it acts for is settled here and nobody's business further on. */
const credentials = /^(authorization|proxy-authorization|impersonate-.*|x-remote-.*)$/;
/** Browsers cannot set Authorization and may send a token as a WebSocket protocol. */
const bearerProtocol = 'base64url.bearer.authorization.k8s.io.';

/** The headers that go on with a relayed request: to a kubelet what its protocol needs, to an application nearly all. */
export function forwardedHeaders(kind: StreamingKind, request: IncomingMessage): OutgoingHttpHeaders {
  const headers = kind === 'proxy' ? applicationHeaders(request) : upgradeHeaders(request);
  const protocols = listOf(request.headers['sec-websocket-protocol'] ?? '').filter((protocol) => !protocol.startsWith(bearerProtocol));
  if (protocols.length > 0) headers['sec-websocket-protocol'] = protocols.join(', ');
  else delete headers['sec-websocket-protocol'];
  const from = request.socket.remoteAddress;
  const before = request.headers['x-forwarded-for'];
  if (from !== undefined) headers['x-forwarded-for'] = before === undefined ? from : `${String(before)}, ${from}`;
  return headers;
}

function applicationHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values && !credentials.test(name)) headers[name] = name === 'host' ? values[0] : values;
  }
  return headers;
}
