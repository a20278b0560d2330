import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';
import { systemClock } from '../../base/clock.ts';

export interface ReadyOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Resolves once containerd answers a call of the container runtime interface; its socket is there a little before that. */
export async function untilContainerdAnswers(socket: string, { timeoutMs, signal }: ReadyOptions): Promise<void> {
  const deadlineMs = systemClock.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    if (await answers(socket, signal)) return;
    if (systemClock.now() >= deadlineMs) throw new Error(`containerd did not answer on ${socket} within ${timeoutMs} ms`);
    await systemClock.sleep(10, signal);
  }
}

/** One gRPC call with an empty message, which needs no gRPC library. See grpc's PROTOCOL-HTTP2. */
const answers = (socket: string, signal: AbortSignal) =>
  new Promise<boolean>((resolve) => {
    const session = connectHttp2('http://localhost', { createConnection: () => connect(socket) });
    const end = (ready: boolean) => {
      signal.removeEventListener('abort', giveUp);
      session.destroy();
      resolve(ready);
    };
    const giveUp = () => end(false);
    const note = (headers: IncomingHttpHeaders) => headers['grpc-status'] !== undefined && end(headers['grpc-status'] === '0');
    signal.addEventListener('abort', giveUp, { once: true });
    session.once('error', giveUp);
    session.setTimeout(2_000, giveUp);
    const call = session.request({
      ':method': 'POST',
      ':path': '/runtime.v1.RuntimeService/Version',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.on('response', note).on('trailers', note).once('error', giveUp).once('close', giveUp).resume();
    call.end(Buffer.alloc(5));
  });
