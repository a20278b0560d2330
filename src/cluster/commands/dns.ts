import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createInformers } from '../../client/create-informers.ts';
import { createDns } from '../../dns/dns.ts';
import { port } from './options.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

interface DnsFlags extends PartFlags {
  readonly bindAddress: string;
  readonly port: number;
  readonly clusterDomain: string;
  readonly upstream?: string[];
}

/** `kubets dns`: the cluster's DNS server alone. */
export function dnsCommand(program: Command): void {
  partCommand(program, 'dns', 'run the DNS server of the cluster alone')
    .option('--bind-address <address>', 'the address to listen on', '0.0.0.0')
    .option('--port <port>', 'the port to listen on, by UDP and TCP', port, 53)
    .option('--cluster-domain <domain>', "the cluster's domain", 'cluster.local')
    .option('--upstream <address...>', 'who is asked about other names; those of /etc/resolv.conf, unless given')
    .action((flags: DnsFlags) =>
      runPart('dns', flags, ({ client, log }) => {
        const informers = createInformers({ client, clock: systemClock, log });
        const dns = createDns({
          informers,
          listen: { address: flags.bindAddress, port: flags.port },
          clusterDomain: flags.clusterDomain,
          upstreams: flags.upstream,
          clock: systemClock,
          log,
        });
        return [[{ name: 'informers', run: (signal) => informers.run(signal) }], [dns]];
      }),
    );
}
