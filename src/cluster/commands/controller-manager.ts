import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import type { ClientAs } from '../api-server.ts';
import { controllerManager } from '../controllers.ts';
import { serviceAccountClients } from '../service-account-clients.ts';
import { ledStages, withLeaderElection, type LeaderElectionFlags } from './leader-election.ts';
import { partCommand, runPart, type PartConnection, type PartFlags } from './part.ts';

interface ControllerManagerFlags extends PartFlags, LeaderElectionFlags {
  readonly rootCaFile?: string;
  readonly clusterCidr?: string;
  readonly useServiceAccountCredentials?: boolean;
}

/** `kubets controller-manager`: the controllers alone. */
export function controllerManagerCommand(program: Command): void {
  withLeaderElection(partCommand(program, 'controller-manager', 'run the controllers alone'), 'kube-controller-manager')
    .option('--root-ca-file <file>', 'the authority of the API server, which is published to every namespace')
    .option('--cluster-cidr <cidr>', 'where nodes get the ranges of their pods from; they get none, unless given')
    .option(
      '--use-service-account-credentials',
      'let each controller act as a service account of its own, with no more rights than it needs',
    )
    .action((flags: ControllerManagerFlags) =>
      runPart('controller-manager', flags, async (connection) => {
        const { client, log } = connection;
        const rootCaPem = flags.rootCaFile === undefined ? undefined : await readFile(flags.rootCaFile, 'utf8');
        const clientAs: ClientAs = flags.useServiceAccountCredentials ? ownClients(connection) : () => client;
        const settings = { rootCaPem, clusterCidr: flags.clusterCidr };
        const stages = controllerManager({ clientAs, clock: systemClock, log, settings });
        return ledStages('controller-manager', flags, { client, log, stages });
      }),
    );
}

function ownClients({ client, log, access, resources }: PartConnection): ClientAs {
  // Without the credentials of the kubeconfig: a certificate would go before a token.
  const { certificatePem: _certificate, keyPem: _key, token: _token, tokenFile: _tokenFile, ...server } = access;
  const transport = resources.use(httpTransport({ access: server, clock: systemClock }));
  return serviceAccountClients({ client, transport, clock: systemClock, log });
}
