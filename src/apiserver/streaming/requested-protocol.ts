import type { IncomingHttpHeaders } from 'node:http';

export type StreamingKind = 'exec' | 'attach' | 'portforward' | 'proxy';

/** What is done with an upgrade request. */
export type Handling = 'translate' | 'tunnel' | 'relay' | 'refuse';

const tunnelPrefix = 'SPDY/3.1+';

/**
 * Only WebSockets whose protocol kubelets do not speak are ours to end: v5, since it can close stdin where v4 cannot,
 * and SPDY inside a WebSocket. All else, SPDY and older WebSocket protocols alike, goes on as it is.
 */
export function handlingOf(kind: StreamingKind, headers: IncomingHttpHeaders): Handling {
  if (!(headers.connection ?? '').toLowerCase().includes('upgrade')) return 'refuse';
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 'relay';
  if ((kind === 'exec' || kind === 'attach') && offeredProtocols(headers).includes(translatedProtocol)) return 'translate';
  if (kind === 'portforward' && tunnelledProtocols(headers).length > 0) return 'tunnel';
  return 'relay';
}

export const translatedProtocol = 'v5.channel.k8s.io';

/** The protocols offered inside SPDY inside a WebSocket, such as `portforward.k8s.io`. */
export const tunnelledProtocols = (headers: IncomingHttpHeaders): string[] =>
  offeredProtocols(headers)
    .filter((protocol) => protocol.startsWith(tunnelPrefix) && protocol.endsWith('.k8s.io'))
    .map((protocol) => protocol.slice(tunnelPrefix.length));

export const tunnelOf = (protocol: string): string => `${tunnelPrefix}${protocol}`;

const offeredProtocols = (headers: IncomingHttpHeaders): string[] => listOf(headers['sec-websocket-protocol'] ?? '');

export const listOf = (header: string): string[] =>
  header
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
