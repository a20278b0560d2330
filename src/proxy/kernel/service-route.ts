import { CommandError, type runCommand } from '../../base/command.ts';
import { addressAt, cidrSize, parseCidr } from '../../base/cidr.ts';

/** Tells routes that this proxy made from all others. Numbers that have no name in iproute2 are free for use. */
const protocol = '116';

export interface RouteOptions {
  readonly serviceCidr: string;
  /** What the node's own packets to services are sent from. */
  readonly source: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Running {
  readonly run: typeof runCommand;
}

/**
 * Makes sure that the node's own packets to services get as far as the rules: without any route to where they seem to go
 * the kernel refuses to send them. Says whether a route had to be added.
 */
export async function ensureServiceRoute({ serviceCidr, source, signal, run }: RouteOptions & Running): Promise<boolean> {
  const cidr = parseCidr(serviceCidr);
  const family = `-${cidr.family}`;
  const some = addressAt(cidr, cidrSize(cidr) > 1n ? 1 : 0);
  try {
    await run('ip', [family, 'route', 'get', some], { signal });
    return false;
  } catch (error) {
    if (!(error instanceof CommandError && /unreachable|No route to host/i.test(error.stderr))) throw error;
  }
  const from = source === undefined ? [] : ['src', source];
  await run('ip', [family, 'route', 'replace', serviceCidr, 'dev', 'lo', 'proto', protocol, ...from], { signal });
  return true;
}

export async function removeServiceRoutes(family: 4 | 6, { run, signal }: Running & { signal?: AbortSignal | undefined }): Promise<void> {
  await run('ip', [`-${family}`, 'route', 'flush', 'proto', protocol], { signal });
}
