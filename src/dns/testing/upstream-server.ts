import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Answer, decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import { frame, FrameReader } from '../message/frames.ts';

export interface UpstreamServer extends AsyncDisposable {
  /** As a DNS server is told of it. */
  readonly address: string;
  /** What has been asked, with the transport first. */
  readonly questions: readonly string[];
}

/** What a server of the outside would say; undefined says nothing. */
export type Answering = (name: string, type: string) => readonly Answer[] | 'no such name' | 'truncated' | undefined;

export async function startUpstreamServer(answering: Answering): Promise<UpstreamServer> {
  const questions: string[] = [];
  const respond = (message: Buffer, transport: 'udp' | 'tcp') => {
    const query = decode(message);
    const { name = '', type = 'A' } = query.questions?.[0] ?? {};
    questions.push(`${transport} ${type} ${name}`);
    const answer = answering(name, type);
    if (answer === undefined) return undefined;
    const isTruncated = answer === 'truncated' && transport === 'udp';
    return encode({
      type: 'response',
      id: query.id ?? 0,
      flags: (answer === 'no such name' ? 3 : 0) | (isTruncated ? TRUNCATED_RESPONSE : 0),
      questions: query.questions ?? [],
      answers: Array.isArray(answer) ? [...answer] : [],
    });
  };
  const udp = createSocket('udp4');
  udp.on('message', (message, { port, address }) => {
    const response = respond(message, 'udp');
    if (response) udp.send(response, port, address);
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    const reader = new FrameReader();
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      for (const message of reader.read(data)) {
        const response = respond(message, 'tcp');
        if (response) socket.write(frame(response));
      }
    });
  });
  tcp.listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  return {
    address: `127.0.0.1:${port}`,
    questions,
    async [Symbol.asyncDispose]() {
      const closed = [once(udp, 'close'), once(tcp, 'close')];
      udp.close();
      tcp.close();
      await Promise.all(closed);
    },
  };
}
