import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog, type Log } from '../../../../src/base/log.ts';
import { startControlPlane, type TestControlPlane } from '../../control-plane.ts';
import { rawRequest } from '../../raw-request.ts';
import { Dice } from '../dice.ts';
import { farewell, randomBytes, type Conversation, type Step } from './conversation.ts';
import { randomHttp1 } from './http1.ts';
import { randomHttp2 } from './http2.ts';

export interface WireFuzzOptions {
  readonly seed: number;
  readonly conversations: number;
}

export interface WireFinding {
  /** Gives the conversation again. */
  readonly seed: number;
  readonly problem: string;
}

export interface WireFuzzResult {
  readonly findings: readonly WireFinding[];
  /** How often each code was answered over HTTP/1. */
  readonly codes: ReadonlyMap<number, number>;
}

const atOnce = 8;
const listenMs = 50;
/** A connection on which nothing more will come is closed in less. */
const closeMs = 15_000;

/** Talks to a server over real connections, in ways made up by chance, and looks after each whether it is still well. */
export async function runWireFuzz({ seed, conversations }: WireFuzzOptions): Promise<WireFuzzResult> {
  const findings: WireFinding[] = [];
  const codes = new Map<number, number>();
  let current = seed;
  const note = (problem: string) => void findings.push({ seed: current, problem });
  // What is no refusal is logged as an error, and nothing else is.
  const log: Log = { ...silentLog, error: (fields: unknown) => note(`logged: ${textOf(fields)}`), child: () => log };
  const broken = (error: unknown) => note(`escaped: ${textOf(error)}`);
  process.on('uncaughtException', broken);
  process.on('unhandledRejection', broken);
  try {
    await using plane = await startControlPlane({ controllers: false, log });
    for (let index = 0; index < conversations; index += atOnce) {
      const seeds = Array.from({ length: Math.min(atOnce, conversations - index) }, (_, offset) => seed * 1_000_003 + index + offset);
      current = seeds[0] ?? seed;
      const heard = await Promise.all(seeds.map((each) => converse(plane, randomConversation(new Dice(each)))));
      for (const { closed, text } of heard) {
        if (!closed) note('a connection stays open though nothing more will come');
        for (const [, code] of text.matchAll(/^HTTP\/1\.1 (\d+)/gm)) codes.set(Number(code), (codes.get(Number(code)) ?? 0) + 1);
        if (/^HTTP\/1\.1 500/m.test(text)) note(`answered: ${text.slice(0, 600)}`);
      }
      const { code } = await rawRequest(plane.access, { path: '/version' });
      if (code !== 200) note(`a request in order was answered with ${code}`);
    }
  } finally {
    process.off('uncaughtException', broken);
    process.off('unhandledRejection', broken);
  }
  return { findings, codes };
}

function randomConversation(dice: Dice): Conversation {
  const which = dice.next();
  if (which < 0.55) return randomHttp1(dice);
  if (which < 0.95) return randomHttp2(dice);
  const steps: Step[] = [
    { type: 'send', bytes: dice.chance(0.3) ? Buffer.from('GET / HTTP/1.1\r\n\r\n') : randomBytes(dice, dice.below(500)) },
  ];
  return { protocol: dice.pick(['raw', 'http/1.1', 'h2']), steps: [...steps, farewell(dice)] };
}

async function converse({ access }: TestControlPlane, { protocol, steps }: Conversation): Promise<{ closed: boolean; text: string }> {
  const port = Number(new URL(access.server).port);
  const socket =
    protocol === 'raw'
      ? connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true })
      : connectTls({
          host: '127.0.0.1',
          port,
          ALPNProtocols: [protocol],
          ...(access.caPem !== undefined && { ca: access.caPem }),
          ...(access.certificatePem !== undefined && { cert: access.certificatePem }),
          ...(access.keyPem !== undefined && { key: access.keyPem }),
        });
  let text = '';
  // The server may close at any time, before it has read all.
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => (text = (text + chunk.toString('latin1')).slice(-20_000)));
  const gone = happens(socket, 'close');
  const connected = happens(socket, protocol === 'raw' ? 'connect' : 'secureConnect');
  if (!(await Promise.race([connected, gone.then(() => false)]))) return { closed: true, text };
  for (const step of steps) {
    if (socket.destroyed) break;
    await take(step, socket);
  }
  const stop = new AbortController();
  const closed = await Promise.race([gone, systemClock.sleep(closeMs, stop.signal).then(() => false)]);
  stop.abort();
  socket.destroy();
  return { closed, text };
}

/** Unlike `once`, whatever goes wrong meanwhile. */
const happens = (socket: Socket, event: string): Promise<boolean> => new Promise((resolve) => socket.once(event, () => resolve(true)));

async function take(step: Step, socket: Socket): Promise<void> {
  switch (step.type) {
    case 'send':
      socket.write(step.bytes);
      return;
    case 'dribble':
      for (const byte of step.bytes) {
        if (socket.destroyed) return;
        socket.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return;
    case 'listen':
      await Promise.race([happens(socket, 'data'), systemClock.sleep(listenMs)]);
      return;
    case 'end':
      socket.end();
      return;
    case 'leave':
      socket.destroy();
      return;
    default:
      step satisfies never;
  }
}

function textOf(value: unknown): string {
  const error =
    value instanceof Error ? value : ((value as { error?: unknown; err?: unknown })?.error ?? (value as { err?: unknown })?.err);
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join(' | ') : JSON.stringify(value);
}
