import { runCommand } from '../base/command.ts';
import { removeServiceRoutes } from './kernel/service-route.ts';
import { addressFamilies } from './rules/address-family.ts';
import { removeTableScript } from './rules/script.ts';

/** Takes away all that proxies have left in the network namespace of this process, or of the one that `run` works in. */
export async function removeRules({
  signal,
  run = runCommand,
}: { signal?: AbortSignal | undefined; run?: typeof runCommand } = {}): Promise<void> {
  for (const family of Object.values(addressFamilies)) {
    await run('nft', ['-f', '-'], { input: removeTableScript(family), signal });
    await removeServiceRoutes(family.number, { run, signal });
  }
}
