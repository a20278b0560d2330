import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import { SpdyConnection } from '../../base/spdy/connection.ts';
import type { SpdyStream } from '../../base/spdy/stream.ts';
import { dialUpgrade, type UpgradeTarget } from '../../base/upgrade/dial.ts';
import { toStatus } from '../../model/errors.ts';

export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** The streams of one command: error and resize as the protocol has them, the others as asked for. */
export interface ExecStreams {
  readonly error: SpdyStream;
  readonly stdin?: SpdyStream;
  readonly stdout?: SpdyStream;
  readonly stderr?: SpdyStream;
  readonly resize?: SpdyStream;
}

/** From the kubelet's URL, since the kubelet waits for just the streams that were asked of it there. */
export function wantedStreams({ searchParams }: URL): WantedStreams {
  const asks = (name: string) => ['1', 'true'].includes(searchParams.get(name) ?? '');
  const tty = asks('tty');
  // A terminal has one output; kubelets leave stderr out too.
  return { stdin: asks('input'), stdout: asks('output'), stderr: asks('error') && !tty, tty };
}

const protocol = 'v4.channel.k8s.io';
const maxRefusalBytes = 64 * 1024;

export type ExecDialling =
  | { readonly type: 'connected'; readonly connection: SpdyConnection }
  | { readonly type: 'refused'; readonly status: object };

/** Connects to the kubelet by SPDY. Rejects when it cannot be reached. */
export async function dialExec(target: UpgradeTarget, { signal, clock }: { signal: AbortSignal; clock: Clock }): Promise<ExecDialling> {
  const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': protocol };
  const dialled = await dialUpgrade(target, { method: 'POST', headers, signal, clock }).catch((cause: unknown) => {
    throw new Error(`error dialing backend: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const { response } = dialled;
  if (dialled.type === 'refused') return { type: 'refused', status: await refusalOf(response) };
  const { upgrade = '', 'x-stream-protocol-version': version } = response.headers;
  if (upgrade.toLowerCase() !== 'spdy/3.1' || version !== protocol) {
    dialled.socket.destroy();
    return {
      type: 'refused',
      status: toStatus(new Error(`unable to upgrade connection: server speaks ${String(version)} over ${upgrade}`)),
    };
  }
  return { type: 'connected', connection: new SpdyConnection(dialled.socket, { role: 'client', clock }) };
}

/** One after the other in the order of upstream's client: a server starts the command once it has seen them all. */
export async function openStreams(connection: SpdyConnection, wanted: WantedStreams, signal: AbortSignal): Promise<ExecStreams> {
  const open = (streamtype: string) => connection.open(new Map([['streamtype', streamtype]]), { signal });
  return {
    error: await open('error'),
    ...(wanted.stdin && { stdin: await open('stdin') }),
    ...(wanted.stdout && { stdout: await open('stdout') }),
    ...(wanted.stderr && { stderr: await open('stderr') }),
    ...(wanted.tty && { resize: await open('resize') }),
  };
}

/** A Status as it is; anything else becomes one. */
async function refusalOf(response: IncomingMessage): Promise<object> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // The cast: bodies are read as bytes unless an encoding was set.
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= maxRefusalBytes) break;
  }
  const text = Buffer.concat(parts).toString().trim();
  return parseStatus(text) ?? toStatus(new Error(`unable to upgrade connection: ${text || 'empty server response'}`));
}

/** What kubelets and container runtimes write: a Status, often without its kind. */
export function parseStatus(text: string): object | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('status' in value)) return undefined;
  return value.status === 'Success' || value.status === 'Failure' ? value : undefined;
}
