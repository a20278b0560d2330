import type { Dice } from '../dice.ts';
import { farewell, garbled, randomBytes, type Conversation, type Step } from './conversation.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const strangeMethods = ['TRACE', 'CONNECT', 'get', 'PRI', 'BREW', ''] as const;
const configMaps = '/api/v1/namespaces/default/configmaps';
const paths = [
  '/version',
  '/healthz',
  configMaps,
  `${configMaps}/a`,
  `${configMaps}?watch=1&timeoutSeconds=1`,
  '/openapi/v2',
  '*',
  '//',
  '/%',
  '/%00',
  '/api/../api/v1',
  'http://elsewhere/version',
  '/api/v1/namespaces/default/pods/p/exec?command=x',
  '/api/v1/namespaces/default/services/s/proxy/x',
  '/api/v1/nodes/n/proxy/metrics',
] as const;
const lines = [
  'Content-Length: 10',
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Content-Length: 4000000',
  'Content-Length: x',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: identity',
  'Expect: 100-continue',
  'Expect: miracles',
  'Connection: close',
  'Connection: Upgrade',
  'Connection: Upgrade, HTTP2-Settings',
  'Upgrade: websocket',
  'Upgrade: SPDY/3.1',
  'Upgrade: h2c',
  'HTTP2-Settings: AAMAAABkAAQAAP__',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: v5.channel.k8s.io',
  'X-Stream-Protocol-Version: v4.channel.k8s.io',
  'Content-Type: application/json',
  'Content-Type: application/vnd.kubernetes.protobuf',
  'Content-Encoding: gzip',
  'Accept: application/json;as=Table;v=v1;g=meta.k8s.io',
  'Accept-Encoding: gzip',
  'Authorization: Bearer x.y.z',
  'Authorization: Basic Zm9vOmJhcg==',
  'Impersonate-User: \u00e9',
  'Impersonate-Extra-%zz: a',
  'Host: ',
  'Host: a\r\nHost: b',
  ': nameless',
  ' folded: line',
  'X: \x00',
  'Trailer: X-Late',
  'Range: bytes=0-1',
  'If-None-Match: "x"',
] as const;

/** A conversation in the words of HTTP/1, more or less. */
export function randomHttp1(dice: Dice): Conversation {
  const steps: Step[] = [];
  for (let requests = 1 + dice.below(3); requests > 0; requests--) {
    const body = randomBody(dice);
    // Mostly, the head says how long the body is.
    const head = randomHead(dice, dice.chance(0.85) ? body.head : []);
    let bytes: Buffer = Buffer.concat([head, body.bytes]);
    if (dice.chance(0.25)) bytes = garbled(dice, bytes);
    if (dice.chance(0.2)) bytes = bytes.subarray(0, dice.below(bytes.length + 1));
    steps.push({ type: bytes.length < 4000 && dice.chance(0.15) ? 'dribble' : 'send', bytes });
    if (dice.chance(0.8)) steps.push({ type: 'listen' });
  }
  return { protocol: 'http/1.1', steps: [...steps, farewell(dice)] };
}

function randomHead(dice: Dice, own: readonly string[]): Buffer {
  const odd = dice.chance(0.5) ? Array.from({ length: 1 + dice.below(3) }, () => dice.pick(lines) as string) : [];
  const headers = [...own, ...odd];
  if (dice.chance(0.95)) headers.unshift('Host: server');
  if (dice.chance(0.05)) headers.push(`X-Large: ${'a'.repeat(1000 + dice.below(200_000))}`);
  if (dice.chance(0.05)) for (let count = dice.below(3000); count > 0; count--) headers.push(`X-${count}: y`);
  const path = dice.chance(0.05) ? `/${'p'.repeat(dice.below(100_000))}` : dice.pick(paths);
  const version = dice.chance(0.9) ? 'HTTP/1.1' : dice.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', '']);
  const end = dice.chance(0.95) ? '\r\n' : '\n';
  const method = dice.pick(dice.chance(0.9) ? methods : strangeMethods);
  return Buffer.from(`${method} ${path} ${version}${end}${headers.join(end)}${end}${end}`, 'latin1');
}

interface Body {
  readonly head: readonly string[];
  readonly bytes: Buffer;
}

const whole = (bytes: Buffer, type = 'application/json'): Body => ({
  head: [`Content-Length: ${bytes.length}`, `Content-Type: ${type}`],
  bytes,
});

function randomBody(dice: Dice): Body {
  switch (dice.below(8)) {
    case 0:
      return whole(Buffer.from(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a${dice.below(100)}"}}`));
    case 1:
      return whole(randomBytes(dice, dice.below(300)));
    case 2: {
      const chunks = Array.from({ length: dice.below(5) }, () => randomChunk(dice)).join('');
      return { head: ['Transfer-Encoding: chunked'], bytes: Buffer.from(chunks + (dice.chance(0.7) ? '0\r\n\r\n' : ''), 'latin1') };
    }
    case 3:
      return whole(Buffer.alloc(dice.chance(0.1) ? 4_000_000 : 20_000, 0x20));
    case 4:
      return whole(Buffer.concat([Buffer.from('k8s\0'), randomBytes(dice, dice.below(100))]), 'application/vnd.kubernetes.protobuf');
    default:
      return { head: [], bytes: Buffer.alloc(0) };
  }
}

function randomChunk(dice: Dice): string {
  const content = 'c'.repeat(dice.below(40));
  const length = content.length.toString(16);
  const size = dice.chance(0.8) ? length : dice.pick(['zz', '-1', 'fffffffffffffffff', `${length};extension=1`, '']);
  return `${size}\r\n${content}${dice.pick(['\r\n', '\r\n', '\n', ''])}`;
}
