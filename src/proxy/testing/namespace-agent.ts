import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { systemClock } from '../../base/clock.ts';

/** Started in a network namespace; serves and asks there, as its parent tells it to. */
export type AgentOrder =
  | { readonly do: 'serve'; readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number; readonly name: string }
  | {
      readonly do: 'ask';
      readonly protocol: 'tcp' | 'udp';
      readonly address: string;
      readonly port: number;
      readonly fromPort?: number;
      readonly timeoutMs: number;
    };

export interface AgentRequest {
  readonly id: number;
  readonly order: AgentOrder;
}

/** The answer: who answered and whom they saw, or the code of what went wrong, or `timeout`. */
export interface AgentReply {
  readonly id: number;
  readonly answer: string;
}

process.on('message', async (message) => {
  // Only the parent speaks on this channel.
  const { id, order } = message as AgentRequest;
  const answer = await (order.do === 'serve' ? serve(order) : ask(order)).catch(
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  process.send?.({ id, answer } satisfies AgentReply);
});
process.on('disconnect', () => process.exit());

async function serve({ protocol, address, port, name }: AgentOrder & { do: 'serve' }): Promise<string> {
  if (protocol === 'tcp') {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(`${name} ${socket.remoteAddress}`);
    });
    await once(server.listen(port, address), 'listening');
  } else {
    const socket = createSocket('udp4');
    socket.on('message', (_message, from) => socket.send(`${name} ${from.address}`, from.port, from.address));
    socket.bind(port, address);
    await once(socket, 'listening');
  }
  return 'serving';
}

const ask = (order: AgentOrder & { do: 'ask' }): Promise<string> => (order.protocol === 'tcp' ? askTcp(order) : askUdp(order));

function askTcp({ address, port, timeoutMs }: AgentOrder & { do: 'ask' }): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, address);
    socket.setTimeout(timeoutMs, () => {
      socket.destroy();
      resolve('timeout');
    });
    socket.on('data', (data) => (text += data.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

function askUdp({ address, port, fromPort = 0, timeoutMs }: AgentOrder & { do: 'ask' }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    const ending = new AbortController();
    const finish = (settle: () => void) => {
      if (ending.signal.aborted) return;
      ending.abort();
      socket.close();
      settle();
    };
    socket.on('message', (message) => finish(() => resolve(message.toString())));
    socket.on('error', (error) => finish(() => reject(error)));
    void systemClock.sleep(timeoutMs, ending.signal).then(() => finish(() => resolve('timeout')));
    socket.bind(fromPort, () => socket.connect(port, address, (error?: Error) => (error ? finish(() => reject(error)) : socket.send('?'))));
  });
}
