import type { Dice } from '../dice.ts';

/** What a client does on a connection, one step after the other. */
export type Step =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** Sends the same bit by bit, with a turn of the event loop in between. */
  | { readonly type: 'dribble'; readonly bytes: Uint8Array }
  /** Waits until something has come, or for a moment. */
  | { readonly type: 'listen' }
  /** Says that nothing more will come, and waits for the other side. */
  | { readonly type: 'end' }
  /** Goes away without a word. */
  | { readonly type: 'leave' };

export interface Conversation {
  /** What is said to be spoken when the connection is made; raw is without TLS, where the server expects it. */
  readonly protocol: 'raw' | 'http/1.1' | 'h2';
  readonly steps: readonly Step[];
}

/** Ends as clients do: politely, or not. */
export const farewell = (dice: Dice): Step => (dice.chance(0.7) ? { type: 'end' } : { type: 'leave' });

export const randomBytes = (dice: Dice, length: number): Buffer => Buffer.from(Array.from({ length }, () => dice.below(256)));

/** The same with a few bytes changed, left out, doubled or put in. */
export function garbled(dice: Dice, bytes: Buffer): Buffer {
  let result = bytes;
  for (let changes = 1 + dice.below(4); changes > 0; changes--) {
    const at = dice.below(result.length + 1);
    const length = dice.below(8);
    const pieces = [result.subarray(0, at), result.subarray(at), result.subarray(Math.min(result.length, at + length))] as const;
    switch (dice.below(4)) {
      case 0:
        result = Buffer.concat([pieces[0], pieces[2]]);
        break;
      case 1:
        result = Buffer.concat([pieces[0], randomBytes(dice, length), pieces[1]]);
        break;
      case 2:
        result = Buffer.concat([pieces[0], randomBytes(dice, Math.min(length, result.length - at)), pieces[2]]);
        break;
      default:
        result = Buffer.concat([pieces[0], result.subarray(at, at + length), pieces[1]]);
    }
  }
  return result;
}
