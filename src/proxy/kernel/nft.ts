import { CommandError, type runCommand } from '../../base/command.ts';
import type { AddressFamily } from '../rules/address-family.ts';
import { tableName } from '../rules/base-table.ts';
import { type Listing, readListing } from '../rules/listing.ts';
import type { Script } from '../rules/script.ts';

/** The packet filter of this network namespace. */
export interface PacketFilter {
  /** Does all that the script says, or nothing. */
  apply(script: Script, signal?: AbortSignal): Promise<void>;
  /** What is in the proxy's table; undefined when there is none. */
  list(signal?: AbortSignal): Promise<Listing | undefined>;
}

/** By the program nft, which has to be on the machine. */
export function createPacketFilter(family: AddressFamily, run: typeof runCommand): PacketFilter {
  return {
    async apply(script, signal) {
      if (script !== '') await run('nft', ['-f', '-'], { input: script, signal });
    },
    async list(signal) {
      try {
        const json = await run('nft', ['-j', 'list', 'table', family.ip, tableName], { signal, outputLimitBytes: 256 << 20 });
        return readListing(json);
      } catch (error) {
        if (error instanceof CommandError && error.stderr.includes('No such file or directory')) return undefined;
        throw error;
      }
    },
  };
}
