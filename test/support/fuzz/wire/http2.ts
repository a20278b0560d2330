import type { Dice } from '../dice.ts';
import { farewell, garbled, randomBytes, type Conversation, type Step } from './conversation.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  away: 7,
  window: 8,
  continuation: 9,
} as const;

/** HPACK, as literals without the table: what any peer has to understand. */
const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);

function frame(type: number, content: Buffer, { flags = 0, stream = 0, length = content.length } = {}): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length & 0xff_ff_ff, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream >>> 0, 5);
  return Buffer.concat([head, content]);
}

/** A conversation in frames of HTTP/2, more or less. */
export function randomHttp2(dice: Dice): Conversation {
  const steps: Step[] = [];
  let opening: Buffer = Buffer.concat([
    preface,
    frame(frameTypes.settings, dice.chance(0.8) ? Buffer.alloc(0) : randomBytes(dice, dice.below(40))),
  ]);
  if (dice.chance(0.1)) opening = garbled(dice, opening);
  steps.push({ type: dice.chance(0.1) ? 'dribble' : 'send', bytes: opening });
  let stream = 1;
  for (let count = dice.below(12); count > 0; count--) {
    const bytes = dice.chance(0.1) ? manyFrames(dice, stream) : randomFrame(dice, stream);
    steps.push({ type: 'send', bytes: dice.chance(0.2) ? garbled(dice, bytes) : bytes });
    if (dice.chance(0.6)) stream += 2;
    if (dice.chance(0.2)) steps.push({ type: 'listen' });
  }
  return { protocol: 'h2', steps: [...steps, farewell(dice)] };
}

function randomFrame(dice: Dice, stream: number): Buffer {
  const { data, headers, priority, reset, settings, push, ping, away, window, continuation } = frameTypes;
  const somewhere = dice.pick([stream, stream, 0, stream + 1, 2 ** 31 - 1, 1]);
  switch (dice.below(11)) {
    case 0:
    case 1:
    case 2:
      return frame(headers, requestHeaders(dice), { flags: dice.pick([0x5, 0x5, 0x4, 0x1, 0x0, 0x2c, 0xff]), stream: somewhere });
    case 3:
      return frame(data, randomBytes(dice, dice.below(200)), { flags: dice.pick([0, 1, 8, 9]), stream: somewhere });
    case 4:
      return frame(reset, randomBytes(dice, 4), { stream: somewhere });
    case 5:
      return frame(settings, randomBytes(dice, dice.pick([0, 6, 12, 5])), { flags: dice.pick([0, 1]), stream: dice.pick([0, somewhere]) });
    case 6:
      return frame(ping, randomBytes(dice, dice.pick([8, 8, 7])), { flags: dice.pick([0, 1]) });
    case 7:
      return frame(window, randomBytes(dice, 4), { stream: somewhere });
    case 8:
      return frame(continuation, requestHeaders(dice), { flags: dice.pick([0, 4]), stream: somewhere });
    case 9:
      return frame(dice.pick([priority, push, away, 0x42]), randomBytes(dice, dice.below(30)), {
        flags: dice.below(256),
        stream: somewhere,
      });
    default:
      // A length that is not kept.
      return frame(dice.below(12), randomBytes(dice, dice.below(30)), { stream: somewhere, length: dice.below(2 ** 24) });
  }
}

/** What has brought servers down: many streams that are reset at once, headers without end, pings without end. */
function manyFrames(dice: Dice, stream: number): Buffer {
  const count = 200 + dice.below(800);
  const { headers, reset, ping, settings, continuation } = frameTypes;
  switch (dice.below(4)) {
    case 0:
      return Buffer.concat(
        Array.from({ length: count }, (_, index) => {
          const own = stream + index * 2;
          return Buffer.concat([
            frame(headers, goodHeaders, { flags: 5, stream: own }),
            frame(reset, Buffer.from([0, 0, 0, 8]), { stream: own }),
          ]);
        }),
      );
    case 1:
      return Buffer.concat([
        frame(headers, goodHeaders, { flags: 1, stream }),
        ...Array.from({ length: count }, () => frame(continuation, literal('x-more', 'y'.repeat(100)), { stream })),
      ]);
    case 2:
      return Buffer.concat(Array.from({ length: count }, () => frame(ping, Buffer.alloc(8))));
    default:
      return Buffer.concat(Array.from({ length: count }, () => frame(settings, Buffer.alloc(0))));
  }
}

const goodHeaders = Buffer.concat([
  literal(':method', 'GET'),
  literal(':scheme', 'https'),
  literal(':path', '/version'),
  literal(':authority', 'server'),
]);

function requestHeaders(dice: Dice): Buffer {
  if (dice.chance(0.3)) return goodHeaders;
  if (dice.chance(0.1)) return randomBytes(dice, dice.below(80));
  const path = dice.pick(['/version', '/api/v1/namespaces/default/configmaps', '/api/v1/pods?watch=1', '', '*', '/%']);
  const pairs: (readonly [string, string])[] = [
    [':method', dice.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'BREW', ''])],
    [':scheme', dice.pick(['https', 'http', ''])],
    [':path', path],
    [':authority', 'server'],
    ['content-type', dice.pick(['application/json', 'application/vnd.kubernetes.protobuf', 'x'])],
    ['content-length', dice.pick(['0', '10', '-1', '4000000', 'x'])],
    ['connection', 'close'],
    ['te', 'gzip'],
    [':protocol', 'websocket'],
    ['Upper', 'case'],
    ['accept', 'application/json;stream=watch'],
  ];
  return Buffer.concat(
    pairs.filter((_, index) => (index < 4 ? dice.chance(0.9) : dice.chance(0.25))).map(([name, value]) => literal(name, value)),
  );
}
