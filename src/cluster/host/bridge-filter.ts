import { readFile } from 'node:fs/promises';
import { CommandError, runCommand } from '../../base/command.ts';

/**
 * What to tell when this machine's firewall would keep its local nodes from reaching each other, as Docker's does: it drops
 * what is forwarded, and the kernel has it filter what bridges pass on as well. Undefined when nothing is known to be wrong.
 */
export async function bridgeFilterWarning(): Promise<string | undefined> {
  const filtersBridges = await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8').catch(() => '0');
  if (filtersBridges.trim() !== '1') return undefined;
  try {
    return dropsBridged(JSON.parse(await runCommand('nft', ['--json', 'list', 'ruleset']))) ? warning : undefined;
  } catch (error) {
    // Without the right to read the rules there is nothing to warn of: such a user cannot start nodes either.
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

const warning =
  'The firewall of this machine drops forwarded traffic, on bridges too (Docker sets it up so): nodes will not reach each other. ' +
  'Allow it: iptables -I FORWARD -i kb-+ -o kb-+ -j ACCEPT';

interface Ruleset {
  readonly nftables: readonly { readonly chain?: Chain; readonly rule?: { readonly expr?: unknown } }[];
}

interface Chain {
  readonly family: string;
  readonly hook?: string;
  readonly policy?: string;
}

/** Whether something hooks into forwarding to drop by default, and no rule speaks of the bridges of local clusters. */
export const dropsBridged = ({ nftables }: Ruleset): boolean =>
  nftables.some(({ chain }) => chain?.hook === 'forward' && chain.policy === 'drop' && ['ip', 'inet'].includes(chain.family)) &&
  !nftables.some(({ rule }) => JSON.stringify(rule?.expr ?? '').includes('"kb-'));
