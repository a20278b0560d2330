import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { SpdyStream } from '../../base/spdy/stream.ts';
import type { UpgradeTarget } from '../../base/upgrade/dial.ts';
import { untilIdle } from '../../base/upgrade/idle.ts';
import { streamIdleMs } from '../../base/upgrade/join.ts';
import { toStatus } from '../../model/errors.ts';
import { channel, decodeClientMessage, encodeMessage } from './channels.ts';
import { dialExec, openStreams, parseStatus, wantedStreams, type ExecStreams } from './exec-streams.ts';
import { translatedProtocol } from './requested-protocol.ts';
import { acceptWebSocket, bytesOf, closeNormally } from './web-socket.ts';

export interface TranslateOptions {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly target: UpgradeTarget;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

const protocolError = 1002;
const maxStatusBytes = 64 * 1024;
/** Well below the minute after which kubectl gives up on a connection without pongs. */
const pongEveryMs = 10_000;

/**
 * Serves exec and attach to a client that speaks v5.channel.k8s.io over WebSocket, from a kubelet that speaks
 * v4.channel.k8s.io over SPDY.
 *
 * End of input: the client's close signal for stdin becomes FLAG_FIN on the stdin stream. That is what v5 is for: v4 over
 * WebSocket has no way to say it, which is why kubelets and container runtimes are spoken to in SPDY. A client that goes
 * away without the signal takes the whole SPDY connection with it.
 *
 * End of output: stdout and stderr end by FLAG_FIN or, from servers that simply close, by a reset; nothing of the kind
 * is passed on, since v5 clients read until the connection closes.
 *
 * Exit code: when a command ends the server writes one Status to the error stream, with reason NonZeroExitCode and the
 * code as a cause of type ExitCode when it is not zero. It goes out on channel 3 as it came, after all output, and then
 * the WebSocket closes normally. Only a server that dies leaves the error stream empty: the client is told of an internal
 * error rather than of success.
 */
export async function translate(options: TranslateOptions): Promise<void> {
  const { request, socket, head, target, signal, log, clock = systemClock } = options;
  // Upstream too answers the client before it asks the kubelet; what goes wrong then comes as a Status on channel 3.
  const webSocket = await acceptWebSocket(request, socket, head, translatedProtocol);
  if (!webSocket) return;
  webSocket.pause();
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  webSocket.once('close', () => over.abort());
  const session = new ExecSession(webSocket);
  void untilIdle(() => session.messages, { idleMs: streamIdleMs, signal: ended, clock }).then(() => over.abort());
  void session.keepAlive(ended, clock);
  try {
    let status: object;
    try {
      status = await session.run(target, ended, clock);
    } catch (error) {
      if (ended.aborted) return;
      log.warn({ err: error, host: target.url.host }, 'remote command failed');
      status = toStatus(error);
    }
    await session.send(channel.error, Buffer.from(JSON.stringify(status)));
    await closeNormally(webSocket, clock);
  } catch (error) {
    // The client left while it was being told: nobody is waiting for the rest.
    if (!ended.aborted) log.debug({ err: error }, 'client of a remote command went away');
  } finally {
    over.abort();
    webSocket.terminate();
  }
}

class ExecSession {
  /** How many have gone either way. */
  messages = 0;
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  /** Runs the command and resolves, after all output, with the Status it ended with. */
  async run(target: UpgradeTarget, signal: AbortSignal, clock: Clock): Promise<object> {
    const wanted = wantedStreams(target.url);
    await this.send(wanted.stdout ? channel.stdout : wanted.stderr ? channel.stderr : channel.error, Buffer.alloc(0));
    const dialled = await dialExec(target, { signal, clock });
    if (dialled.type === 'refused') return dialled.status;
    const { connection } = dialled;
    const destroy = () => connection.destroy();
    signal.addEventListener('abort', destroy, { once: true });
    try {
      signal.throwIfAborted();
      const streams = await openStreams(connection, wanted, signal);
      this.#takeInput(streams);
      const [status] = await Promise.all([
        readStatus(streams.error),
        streams.stdout && this.#carry(streams.stdout, channel.stdout),
        streams.stderr && this.#carry(streams.stderr, channel.stderr),
      ]);
      return status;
    } finally {
      signal.removeEventListener('abort', destroy);
      await connection.close();
    }
  }

  async send(number: number, data: Buffer): Promise<void> {
    this.messages += 1;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#webSocket.send(encodeMessage(number, data), { binary: true }, (error) => (error ? reject(error) : resolve()));
    await promise;
  }

  /** A client whose input waits gets no pongs to its pings, since those wait in line too; so it gets some unasked. */
  async keepAlive(signal: AbortSignal, clock: Clock): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(pongEveryMs, signal);
      if (this.#webSocket.isPaused && this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.pong();
    }
  }

  /** Each message goes to its stream, and the next ones wait until that has room. */
  #takeInput({ stdin, resize }: ExecStreams): void {
    const inputs: Partial<Record<number, SpdyStream>> = { [channel.stdin]: stdin, [channel.resize]: resize };
    for (const input of [stdin, resize]) {
      // The server says nothing on these, but must be read to be seen ending them.
      input?.resume();
      for (const event of ['drain', 'close']) input?.on(event, () => this.#webSocket.resume());
    }
    this.#webSocket.on('message', (data) => {
      this.messages += 1;
      const message = decodeClientMessage(bytesOf(data));
      if (message.type === 'malformed') return this.#webSocket.close(protocolError);
      if (message.type === 'nothing') return;
      const input = inputs[message.channel];
      if (!input?.writable) return;
      if (message.type === 'close') input.end();
      else if (!input.write(message.data)) this.#webSocket.pause();
    });
    this.#webSocket.resume();
  }

  async #carry(from: SpdyStream, number: number): Promise<void> {
    // The cast: the stream has no encoding and so gives bytes.
    for await (const data of from as AsyncIterable<Buffer>) await this.send(number, data);
  }
}

async function readStatus(error: SpdyStream): Promise<object> {
  let text = '';
  for await (const part of error.setEncoding('utf8') as AsyncIterable<string>) {
    text += part;
    if (text.length > maxStatusBytes) throw new Error('error stream protocol error: status is too long');
  }
  if (text === '') throw new Error('connection to the container was lost');
  const status = parseStatus(text);
  if (!status) throw new Error(`error stream protocol error: no status in ${JSON.stringify(text)}`);
  return status;
}
