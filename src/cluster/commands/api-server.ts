import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { untilAborted } from '../../base/unless-aborted.ts';
import { createLog } from '../../base/log.ts';
import type { RuntimeConfig } from '../../apiserver/enablement/runtime-config.ts';
import { defaultInFlightMaximums } from '../../apiserver/in-flight-limits.ts';
import { writeKubeconfig } from '../../client/kubeconfig/edit.ts';
import { featureGates } from '../../model/features/feature-gates.ts';
import { runStages } from '../../runtime/run-stages.ts';
import { openControlPlane } from '../control-plane.ts';
import {
  count,
  dataRoot,
  duration,
  featureGatesOption,
  logLevel,
  origins,
  port,
  runtimeConfigOption,
  type FeatureSettings,
} from './options.ts';
import { storageSettings, withStorage, type StorageFlags } from './storage-options.ts';
import { untilStopped } from './until-stopped.ts';

interface ApiServerFlags extends StorageFlags {
  readonly dataDir: string;
  readonly bindAddress: string;
  readonly securePort: number;
  readonly serviceClusterIpRange: string;
  readonly advertiseAddress?: string;
  readonly corsAllowedOrigins?: readonly string[];
  readonly requestTimeout?: number;
  readonly eventTtl?: number;
  readonly maxRequestsInflight: number;
  readonly maxMutatingRequestsInflight: number;
  readonly writeKubeconfig?: string;
  readonly featureGates: FeatureSettings;
  readonly runtimeConfig: RuntimeConfig;
  readonly v: string;
}

/** `kubets apiserver`: the API server alone. */
export function apiServerCommand(program: Command): void {
  withStorage(program.command('apiserver'))
    .description('run the API server alone, with its embedded store or etcd')
    .option('--data-dir <dir>', 'where the store and the certificates are kept', dataRoot)
    .option('--bind-address <address>', 'the address to listen on', '0.0.0.0')
    .option('--secure-port <port>', 'the port to serve HTTPS on; 0 takes a free one', port, 6443)
    .option('--service-cluster-ip-range <cidr>', 'where services get their addresses from', '10.96.0.0/16')
    .option('--advertise-address <address>', 'the address at which pods reach this server')
    .option('--cors-allowed-origins <patterns>', 'origins whose pages may use the API from a browser, by regular expressions', origins)
    .option('--request-timeout <duration>', 'how long requests may take that are not meant to last, such as 1m', duration)
    .option(
      '--max-requests-inflight <number>',
      'how many reads are answered at once, while others wait; 0 is no limit',
      count,
      defaultInFlightMaximums.readOnly,
    )
    .option(
      '--max-mutating-requests-inflight <number>',
      'how many writes are answered at once, while others wait; 0 is no limit',
      count,
      defaultInFlightMaximums.mutating,
    )
    .option('--event-ttl <duration>', 'how long events are kept: 1h, unless given', duration)
    .option('--write-kubeconfig <file>', "write an administrator's kubeconfig here once the server is ready")
    .addOption(featureGatesOption())
    .addOption(runtimeConfigOption())
    .option('-v <level>', 'log level: trace, debug, info, warn or error', logLevel, 'info')
    .action((flags: ApiServerFlags) => untilStopped((signal) => runApiServer(flags, signal)));
}

async function runApiServer(flags: ApiServerFlags, signal: AbortSignal): Promise<void> {
  const log = createLog({ level: flags.v, part: 'apiserver' });
  const plane = await openControlPlane({
    dataDir: flags.dataDir,
    storage: storageSettings(flags),
    bindAddresses: [flags.bindAddress],
    securePort: flags.securePort,
    serviceCidr: flags.serviceClusterIpRange,
    advertiseAddress: flags.advertiseAddress,
    gates: featureGates(flags.featureGates),
    runtimeConfig: flags.runtimeConfig,
    corsAllowedOrigins: flags.corsAllowedOrigins,
    requestTimeoutMs: flags.requestTimeout,
    eventLifeMs: flags.eventTtl,
    inFlightMaximums: { readOnly: flags.maxRequestsInflight, mutating: flags.maxMutatingRequestsInflight },
    clock: systemClock,
    log,
  });
  try {
    const announce = {
      name: 'announce',
      run: async (stop: AbortSignal) => {
        if (flags.writeKubeconfig) await writeAdminKubeconfig(flags.writeKubeconfig, { plane, bindAddress: flags.bindAddress });
        log.info({ port: plane.port }, 'API server is ready');
        await untilAborted(stop);
      },
    };
    await runStages([...plane.stages, [announce]], signal);
  } finally {
    await plane.close();
  }
}

async function writeAdminKubeconfig(
  path: string,
  { plane, bindAddress }: { plane: Awaited<ReturnType<typeof openControlPlane>>; bindAddress: string },
): Promise<void> {
  const host = bindAddress === '0.0.0.0' || bindAddress === '::' ? '127.0.0.1' : bindAddress;
  const [authority, admin] = await Promise.all([plane.certificates.authority(), plane.certificates.certificate('admin')]);
  await writeKubeconfig(path, {
    name: 'kubets',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${plane.port}`,
    caPem: authority.certificatePem,
    certificatePem: admin.certificatePem,
    keyPem: admin.keyPem,
  });
}
