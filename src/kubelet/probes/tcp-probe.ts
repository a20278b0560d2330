import { connect } from 'node:net';
import { hostAndPort } from './container-port.ts';
import { dialFailure } from './dial-failure.ts';
import type { ProbeOutcome } from './outcome.ts';

/** Whether a connection can be opened. */
export function probeTcp({ host, port }: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<ProbeOutcome> {
  const address = hostAndPort(host, port);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: ProbeOutcome) => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(outcome);
    };
    const late = () => end({ result: 'Failure', output: `dial tcp ${address}: i/o timeout` });
    socket.once('connect', () => end({ result: 'Success', output: '' }));
    socket.once('error', (error) => end({ result: 'Failure', output: dialFailure(error, address) }));
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) late();
  });
}
