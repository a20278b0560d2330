import { hostname } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createInformers } from '../../client/create-informers.ts';
import { createProxy } from '../../proxy/proxy.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

interface ProxyFlags extends PartFlags {
  readonly hostnameOverride?: string;
  readonly nodeIp?: string;
  readonly clusterCidr?: string;
}

/** `kubets proxy`: the service proxy alone, for the network of this machine. */
export function proxyCommand(program: Command): void {
  partCommand(program, 'proxy', 'run the service proxy alone')
    .option('--hostname-override <name>', "the node's name; the host's, unless given")
    .option('--node-ip <address>', "the node's address")
    .option('--cluster-cidr <cidr>', "the pods' range; traffic to services from elsewhere gets the node's address")
    .action((flags: ProxyFlags) =>
      runPart('proxy', flags, ({ client, log }) => {
        const informers = createInformers({ client, clock: systemClock, log });
        const proxy = createProxy({
          nodeName: flags.hostnameOverride ?? hostname(),
          nodeAddresses: flags.nodeIp === undefined ? undefined : [flags.nodeIp],
          podCidr: flags.clusterCidr,
          informers,
          clock: systemClock,
          log,
        });
        return [[{ name: 'informers', run: (signal) => informers.run(signal) }], [proxy]];
      }),
    );
}
