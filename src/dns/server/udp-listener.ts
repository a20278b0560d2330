import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Log } from '../../base/log.ts';
import type { Resolver } from './resolver.ts';

export interface ListenAddress {
  /** One of the node's own: answers must come from where the question went, which only then is sure. */
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
}

export async function bindUdp({ address, port }: ListenAddress): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  try {
    socket.bind(port, address);
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Answers until the signal aborts. */
export function serveUdp(socket: Socket, { resolver, signal, log }: { resolver: Resolver; signal: AbortSignal; log: Log }): void {
  socket.on('message', (message, { port, address }) => {
    void resolver.respond(message, { byTcp: false, signal }).then(
      (response) => {
        // Whoever does not get it asks again.
        if (response && !signal.aborted) socket.send(response, port, address, () => {});
      },
      (error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'a DNS question could not be answered');
      },
    );
  });
  socket.on('error', (error) => log.warn({ err: error }, 'DNS socket failed'));
}
