/** The channels of `v4.channel.k8s.io` and `v5.channel.k8s.io`: the first byte of each WebSocket message. */
export const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/** New in v5: the second byte names a channel that its sender has ended. */
const closeSignal = 255;

export type ClientMessage =
  | { readonly type: 'data'; readonly channel: number; readonly data: Buffer }
  | { readonly type: 'close'; readonly channel: number }
  | { readonly type: 'nothing' }
  | { readonly type: 'malformed' };

export function decodeClientMessage(message: Buffer): ClientMessage {
  const [first, second] = message;
  if (first === undefined) return { type: 'nothing' };
  if (first !== closeSignal) return { type: 'data', channel: first, data: message.subarray(1) };
  if (second === undefined || second > channel.resize || message.length !== 2) return { type: 'malformed' };
  return { type: 'close', channel: second };
}

export const encodeMessage = (channel: number, data: Uint8Array): Buffer => Buffer.concat([Buffer.of(channel), data]);
