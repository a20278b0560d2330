import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { controllers } from '../../controllers/index.ts';
import type { SignCertificate } from '../../controllers/certificates/sign.ts';
import type { ClientAs } from '../api-server.ts';
import { parseCertificate, parsePrivateKey } from '../certificates/certificate.ts';
import { signRequest } from '../certificates/issue.ts';
import { featureGates } from '../../model/features/feature-gates.ts';
import { accountTokenSigner } from '../account-token-signer.ts';
import { controllerManager } from '../controllers.ts';
import { serviceAccountClients } from '../service-account-clients.ts';
import { PartObserver } from '../part-observer.ts';
import { leaderElectionConfiguration, ledStages, withLeaderElection, type LeaderElectionFlags } from './leader-election.ts';
import { duration, prefixLength } from './options.ts';
import { partCommand, runPart, type PartConnection } from './part.ts';
import { servingStages, withServing, type ServingFlags } from './part-serving.ts';
import { Leadership } from './leadership.ts';

interface ControllerManagerFlags extends ServingFlags, LeaderElectionFlags {
  readonly controllers?: readonly string[];
  readonly rootCaFile?: string;
  readonly serviceAccountPrivateKeyFile?: string;
  readonly clusterCidr?: string;
  readonly nodeCidrMaskSizeIpv4?: number;
  readonly nodeCidrMaskSizeIpv6?: number;
  readonly serviceClusterIpRange?: string;
  readonly clusterSigningCertFile?: string;
  readonly clusterSigningKeyFile?: string;
  readonly clusterSigningDuration: number;
  readonly useServiceAccountCredentials?: boolean;
}

/** `kubets controller-manager`: the controllers alone. */
export function controllerManagerCommand(program: Command): void {
  const command = partCommand(program, 'controller-manager', 'run the controllers alone');
  withServing(withLeaderElection(command, 'kube-controller-manager'), 10_257)
    .option(
      '--controllers <list>',
      'which controllers to run: names, -name for those not to run, * for all that are on by default',
      controllerList,
    )
    .option('--root-ca-file <file>', 'the authority of the API server, which is published to every namespace')
    .option('--service-account-private-key-file <file>', 'the key that tokens of Secrets are signed with; they get none, unless given')
    .option('--cluster-cidr <cidrs>', 'where nodes get the ranges of their pods from, one of each family; they get none, unless given')
    .option('--node-cidr-mask-size-ipv4 <length>', 'how large the IPv4 ranges of nodes are: 24, unless given', prefixLength)
    .option('--node-cidr-mask-size-ipv6 <length>', 'how large the IPv6 ranges of nodes are: 64, unless given', prefixLength)
    .option('--service-cluster-ip-range <cidrs>', 'where services get their addresses from, which no node gets for its pods')
    .option(
      '--cluster-signing-cert-file <file>',
      'the authority that signs certificates for the signers of the cluster; none are signed, unless given',
    )
    .option('--cluster-signing-key-file <file>', 'the key of that authority')
    .option('--cluster-signing-duration <duration>', 'the longest life of certificates that are signed', duration, 8_760 * 3_600_000)
    .option(
      '--use-service-account-credentials',
      'let each controller act as a service account of its own, with no more rights than it needs',
    )
    .action((flags: ControllerManagerFlags) =>
      runPart('controller-manager', flags, async (connection) => {
        const { client, log } = connection;
        const [rootCaPem, accountKeyPem] = await Promise.all([flags.rootCaFile, flags.serviceAccountPrivateKeyFile].map(textOf));
        const clientAs: ClientAs = flags.useServiceAccountCredentials ? ownClients(connection) : () => client;
        const settings = {
          rootCaPem,
          clusterCidr: flags.clusterCidr,
          nodePrefixLengths: { ipv4: flags.nodeCidrMaskSizeIpv4, ipv6: flags.nodeCidrMaskSizeIpv6 },
          serviceCidr: flags.serviceClusterIpRange,
          signAccountToken: accountKeyPem === undefined ? undefined : accountTokenSigner(accountKeyPem),
          signCertificate: await signerOf(flags),
          certificateLifeMs: flags.clusterSigningDuration,
        };
        const observer = new PartObserver({ clock: systemClock });
        const leadership = new Leadership(flags.leaderElectResourceName);
        const stages = controllerManager({
          observer,
          clientAs,
          clock: systemClock,
          log,
          settings,
          gates: featureGates(flags.featureGates),
          controllers: flags.controllers,
        });
        return [
          ...(await servingStages(flags, { connection, observer, leadership, configuration: configurationOf(flags) })),
          ...ledStages('controller-manager', flags, { client, log, stages, leadership }),
        ];
      }),
    );
}

/** The part of upstream's KubeControllerManagerConfiguration that there is here. */
const configurationOf = (flags: ControllerManagerFlags): Readonly<Record<string, object>> => ({
  'kubecontrollermanager.config.k8s.io': {
    Generic: {
      Address: flags.bindAddress,
      Port: flags.securePort,
      Controllers: flags.controllers ?? ['*'],
      LeaderElection: leaderElectionConfiguration(flags),
    },
  },
});

/** Given more than once, the lists are joined. */
function controllerList(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(',').filter((each) => each !== '');
  const known = new Set(['*', ...controllers.map(({ name }) => name)]);
  const unknown = names.filter((each) => !known.has(each.replace(/^-/, '')));
  if (unknown.length > 0)
    throw new InvalidArgumentError(unknown.map((each) => `"${each}" is not in the list of known controllers`).join('; '));
  return [...previous, ...names];
}

function ownClients({ client, log, access, clientMetrics, resources }: PartConnection): ClientAs {
  // Without the credentials of the kubeconfig: a certificate would go before a token.
  const { certificatePem: _certificate, keyPem: _key, token: _token, tokenFile: _tokenFile, ...server } = access;
  const transport = resources.use(httpTransport({ access: server, clock: systemClock, metrics: clientMetrics }));
  return serviceAccountClients({ client, transport, clock: systemClock, log });
}

/** Signs with the authority in the files. They are read now, so that a mistake shows at once. */
async function signerOf({ clusterSigningCertFile, clusterSigningKeyFile }: ControllerManagerFlags): Promise<SignCertificate | undefined> {
  if (!clusterSigningCertFile && !clusterSigningKeyFile) return undefined;
  if (!clusterSigningCertFile || !clusterSigningKeyFile) {
    throw new Error('--cluster-signing-cert-file and --cluster-signing-key-file go together');
  }
  const [certificatePem, keyPem] = await Promise.all([clusterSigningCertFile, clusterSigningKeyFile].map((path) => readFile(path, 'utf8')));
  const certificate = parseCertificate(certificatePem ?? '', clusterSigningCertFile);
  const key = parsePrivateKey(keyPem ?? '', clusterSigningKeyFile);
  if (!certificate.checkPrivateKey(key)) throw new Error(`${clusterSigningKeyFile} is not the key of ${clusterSigningCertFile}`);
  return (request) => signRequest(request, { authority: { certificate, key }, nowMs: systemClock.now() });
}

const textOf = async (path: string | undefined): Promise<string | undefined> => (path === undefined ? undefined : readFile(path, 'utf8'));
