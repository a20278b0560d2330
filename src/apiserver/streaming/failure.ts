import type { Duplex } from 'node:stream';
import { answer } from '../../base/upgrade/answer.ts';
import type { Clock } from '../../base/clock.ts';
import type { Status } from '../../model/errors.ts';

/** What a client is told when the node or the application cannot be reached. Upstream gives it no reason either. */
export function unreachable(error: unknown): Status {
  const text = error instanceof Error ? error.message : String(error);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: text.startsWith('invalid upgrade response') ? text : `error dialing backend: ${text}`,
    code: 500,
  };
}

export const answerStatus = (socket: Duplex, status: Status, clock?: Clock): Promise<void> =>
  answer(socket, { status: status.code, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(status) }, clock);
