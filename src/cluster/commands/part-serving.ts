import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import type { HealthCheck } from '../../base/health.ts';
import { buildMetrics } from '../../apiserver/metrics/build-metrics.ts';
import { featureGates } from '../../model/features/feature-gates.ts';
import type { Component } from '../../runtime/component.ts';
import { PartServer } from '../../runtime/serving/part-server.ts';
import type { ServingCertificate } from '../../runtime/serving/secure-server.ts';
import { issueSelfSigned } from '../certificates/issue.ts';
import type { PartObserver } from '../part-observer.ts';
import type { Leadership } from './leadership.ts';
import { port } from './options.ts';
import type { PartConnection, PartFlags } from './part.ts';

export interface ServingFlags extends PartFlags {
  readonly bindAddress: string;
  readonly securePort: number;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly clientCaFile?: string;
}

/** The options, named as upstream's, of what a part serves of itself. */
export const withServing = (command: Command, defaultPort: number): Command =>
  command
    .option('--bind-address <address>', 'the address to serve health and metrics on', '0.0.0.0')
    .option('--secure-port <port>', 'the port to serve them on, by HTTPS; 0 serves nothing', port, defaultPort)
    .option('--tls-cert-file <file>', 'the certificate to serve with; one that nobody vouches for, unless given')
    .option('--tls-private-key-file <file>', 'the key of that certificate')
    .option('--client-ca-file <file>', 'signs the certificates of callers; what the API server says of its own clients, unless given');

export interface Served {
  readonly connection: PartConnection;
  readonly observer: PartObserver;
  readonly leadership: Leadership;
  readonly configuration: Readonly<Record<string, object>>;
}

/** What serves health, metrics and settings of a part, as a stage before all others. */
export async function servingStages(
  flags: ServingFlags,
  { connection, observer, leadership, configuration }: Served,
): Promise<readonly (readonly Component[])[]> {
  if (flags.securePort === 0) return [];
  const { client, log, clientMetrics } = connection;
  const gates = featureGates(flags.featureGates);
  const informersReady: HealthCheck = {
    name: 'informer-sync',
    check() {
      const behind = leadership.isLeading ? observer.informersBehind() : [];
      if (behind.length > 0) throw new Error(`${behind.length} informers have not listed yet: ${behind.join(', ')}`);
    },
  };
  const [certificate, clientCaPem] = await Promise.all([certificateOf(flags), flags.clientCaFile && readFile(flags.clientCaFile, 'utf8')]);
  return [
    [
      new PartServer({
        host: flags.bindAddress,
        port: flags.securePort,
        certificate,
        clientCaPem: clientCaPem || undefined,
        client,
        clock: systemClock,
        log,
        health: { alive: [], ready: [informersReady] },
        configuration,
        metrics: () => [...buildMetrics(gates), ...observer.metrics(), ...leadership.metrics(), ...clientMetrics.metrics()],
      }),
    ],
  ];
}

async function certificateOf({ tlsCertFile, tlsPrivateKeyFile, bindAddress }: ServingFlags): Promise<ServingCertificate> {
  if (tlsCertFile !== undefined && tlsPrivateKeyFile !== undefined) {
    const [certificatePem, keyPem] = await Promise.all([readFile(tlsCertFile, 'utf8'), readFile(tlsPrivateKeyFile, 'utf8')]);
    return { certificatePem, keyPem };
  }
  if (tlsCertFile !== undefined || tlsPrivateKeyFile !== undefined)
    throw new Error('--tls-cert-file and --tls-private-key-file go together');
  const host = bindAddress === '0.0.0.0' || bindAddress === '::' ? hostname() : bindAddress;
  return issueSelfSigned({ hosts: [...new Set([host, 'localhost', '127.0.0.1'])], nowMs: systemClock.now() });
}
