import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

const passedOn = /^(upgrade|user-agent|x-stream-protocol-version|sec-websocket-.*)$/;

/**
 * The headers of an upgrade request that its final server needs. A header given several times stays several: older
 * container runtimes do not split a list of stream protocol versions at its commas.
 */
export function upgradeHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { connection: 'Upgrade' };
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values && passedOn.test(name)) headers[name] = values;
  }
  return headers;
}
