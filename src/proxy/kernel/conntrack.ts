import { CommandError, type runCommand } from '../../base/command.ts';
import type { AddressFamily } from '../rules/address-family.ts';
import { type Flows, readFlows } from './flows.ts';

/** The kernel's memory of UDP flows, in which the first packet decides where all others of the flow go. */
export interface FlowTable {
  list(signal?: AbortSignal): Promise<readonly Flows[]>;
  forget(flows: Flows, signal?: AbortSignal): Promise<void>;
}

/** By the program conntrack, which has to be on the machine. */
export function createFlowTable({ number }: AddressFamily, run: typeof runCommand): FlowTable {
  const selection = ['-f', `ipv${number}`, '-p', 'udp'];
  return {
    list: async (signal) => readFlows(await run('conntrack', ['-L', ...selection], { signal, outputLimitBytes: 256 << 20 })),
    async forget({ destination, destinationPort, answerer, answererPort }, signal) {
      const sent = ['--orig-dst', destination, '--orig-port-dst', `${destinationPort}`];
      const answered = ['--reply-src', answerer, '--reply-port-src', `${answererPort}`];
      try {
        await run('conntrack', ['-D', ...selection, ...sent, ...answered], { signal });
      } catch (error) {
        // They may have timed out in the meantime.
        if (!(error instanceof CommandError && error.stderr.includes(' 0 flow entries'))) throw error;
      }
    },
  };
}
