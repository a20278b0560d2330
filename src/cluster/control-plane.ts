import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { apiServerUser } from '../apiserver/authentication/user.ts';
import type { RuntimeConfig } from '../apiserver/enablement/runtime-config.ts';
import { snapshotEndpoint } from '../apiserver/endpoints/snapshot.ts';
import { handle } from '../apiserver/handle.ts';
import { allowedOrigins } from '../apiserver/http/cross-origin.ts';
import { HttpsServer } from '../apiserver/http/serve.ts';
import { ServerLeases } from '../apiserver/server-leases.ts';
import { upgrade } from '../apiserver/http/upgrade.ts';
import { defaultInFlightMaximums, type InFlightMaximums } from '../apiserver/in-flight-limits.ts';
import { createInformers } from '../client/create-informers.ts';
import { serviceAddressRepair } from '../controllers/service-addresses/controllers.ts';
import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { Component } from '../runtime/component.ts';
import { clusterApiServer, type ClientAs, type ClusterApiServer } from './api-server.ts';
import { clientAuthority } from './bootstrap/client-authority.ts';
import { ensureBootstrapObjects } from './bootstrap/ensure.ts';
import { kubernetesService } from './bootstrap/kubernetes-service.ts';
import { legacyTokenTracking } from './bootstrap/legacy-token-tracking.ts';
import { Certificates } from './certificates/certificates.ts';
import { directoryPemFiles } from './certificates/pem-files.ts';
import type { PartObserver } from './part-observer.ts';
import { firstAddress } from './service-range.ts';
import { embeddedStorage, openStorage, storeDirectory, type StorageBackend, type StorageSettings } from './storage-backend.ts';

export interface ControlPlaneOptions {
  /** Holds the embedded store and the certificates. */
  readonly dataDir: string;
  /** The embedded store, unless given. */
  readonly storage?: StorageSettings | undefined;
  /** The addresses to listen on. */
  readonly bindAddresses: readonly string[];
  /** 0 takes a free port. */
  readonly securePort: number;
  readonly serviceCidr: string;
  /** Names and addresses besides the usual ones that clients reach the server by. */
  readonly extraHosts?: readonly string[];
  /** Where pods find the server: the endpoint of the service `kubernetes`. None, unless given. */
  readonly advertiseAddress?: string | undefined;
  readonly gates?: FeatureGates | undefined;
  readonly runtimeConfig?: RuntimeConfig | undefined;
  /** Patterns of the origins whose pages may use the server from a browser. */
  readonly corsAllowedOrigins?: readonly string[] | undefined;
  /** How long requests may take that are not meant to last. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long events are kept after they were written last. As upstream, unless given. */
  readonly eventLifeMs?: number | undefined;
  /** How many requests from outside are answered at once; as upstream, unless given. */
  readonly inFlightMaximums?: InFlightMaximums | undefined;
  /** Of what else runs in this process, for metrics and debug paths. */
  readonly observer?: PartObserver | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** As upstream. */
const defaultRequestTimeoutMs = 60_000;

/** A control plane's API server with its durable store, serving over HTTPS. */
export interface ControlPlane {
  readonly certificates: Certificates;
  readonly clientAs: ClientAs;
  /** Where it listens, once it is ready. */
  readonly port: number;
  /** In the order in which they start. */
  readonly stages: readonly (readonly Component[])[];
  /** Closes the store, after everything has stopped. */
  close(): Promise<void>;
}

export async function openControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { dataDir, storage = embeddedStorage, clock, log, serviceCidr, bindAddresses, securePort, extraHosts = [] } = options;
  const certificates = new Certificates({
    files: directoryPemFiles(join(dataDir, 'pki')),
    addresses: {
      serviceAddresses: [firstAddress(serviceCidr)],
      extraHosts: [...bindAddresses, ...extraHosts].filter((host) => host !== '0.0.0.0' && host !== '::'),
    },
    clock,
    onRenewed: ({ name, reason }) => log.info({ certificate: name, reason }, 'certificate renewed'),
  });
  const [opened, prepared] = await Promise.allSettled([
    openStorage(storage, { directory: storeDirectory(dataDir), clock, log }),
    certificates.prepare(),
  ]);
  if (opened.status === 'rejected') throw opened.reason;
  const { store } = opened.value;
  try {
    if (prepared.status === 'rejected') throw prepared.reason;
    const api = await apiServerOf({ storage: opened.value, certificates, options });
    const [authority, serving] = await Promise.all([certificates.authority(), certificates.certificate('apiserver')]);
    const https = new HttpsServer({
      hosts: bindAddresses,
      port: securePort,
      tls: { keyPem: serving.keyPem, certificatePem: serving.certificatePem, clientCaPem: authority.certificatePem },
      handle: (request) => handle(request, api.server),
      upgrade: (request) => upgrade(request, api.server),
      observer: api.server.metrics,
      corsAllowedOrigins: allowedOrigins(options.corsAllowedOrigins ?? []),
      clock,
      log,
    });
    return {
      certificates,
      clientAs: api.clientAs,
      get port() {
        return https.port;
      },
      stages: stagesOf({ api, https, storage: opened.value, clientCaPem: authority.certificatePem, options }),
      close: async () => store[Symbol.asyncDispose](),
    };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

interface ApiServerParts {
  readonly storage: StorageBackend;
  readonly certificates: Certificates;
  readonly options: ControlPlaneOptions;
}

async function apiServerOf({ storage: { store, snapshot }, certificates, options }: ApiServerParts): Promise<ClusterApiServer> {
  const [authority, kubeletClient, serviceAccountKey] = await Promise.all([
    certificates.authority(),
    certificates.certificate('apiserver-kubelet-client'),
    certificates.serviceAccountKey(),
  ]);
  const { clock, log, serviceCidr, gates, runtimeConfig, requestTimeoutMs = defaultRequestTimeoutMs } = options;
  return clusterApiServer({
    store,
    storagePrefix: options.storage?.prefix,
    endpoints: [snapshotEndpoint({ snapshot, directory: storeDirectory(options.dataDir) })],
    clock,
    log,
    serviceCidr,
    gates,
    runtimeConfig,
    requestTimeoutMs,
    eventLifeMs: options.eventLifeMs,
    inFlightMaximums: options.inFlightMaximums ?? defaultInFlightMaximums,
    serviceAccountKeyPem: serviceAccountKey.privatePem,
    observer: options.observer,
    kubelets: {
      preferredAddressTypes: ['InternalIP', 'ExternalIP', 'Hostname'],
      tls: { ca: authority.certificatePem, cert: kubeletClient.certificatePem, key: kubeletClient.keyPem },
    },
  });
}

interface StageParts {
  readonly api: ClusterApiServer;
  readonly https: HttpsServer;
  readonly storage: StorageBackend;
  readonly clientCaPem: string;
  readonly options: ControlPlaneOptions;
}

function stagesOf({ api, https, storage, clientCaPem, options }: StageParts): readonly (readonly Component[])[] {
  const { clock, log, advertiseAddress, gates } = options;
  const own = api.clientAs(apiServerUser, { userAgent: 'kube-apiserver' });
  const server: Component = {
    name: 'api-server',
    run: (signal) => api.server.run(signal),
    ready: async () => {
      await api.server.feed.started();
      await ensureBootstrapObjects(own, gates);
    },
  };
  const listener: Component = { name: https.name, run: (signal) => https.run(signal), ready: () => https.listen() };
  const endpoint = kubernetesService({
    client: own,
    address: api.serviceAddress,
    endpoint: advertiseAddress,
    leases: new ServerLeases({ store: api.server.store, storagePrefix: options.storage?.prefix }),
    port: () => https.port,
    clock,
    log,
  });
  const informers = createInformers({ client: own, clock, log });
  const addresses = serviceAddressRepair({ client: own, informers, eventSource: 'ipallocator-repair-controller', clock, log });
  return [
    [server, storage.compaction],
    [listener],
    [
      endpoint,
      legacyTokenTracking({ client: own, clock, log }),
      clientAuthority({ client: own, clientCaPem, clock, log }),
      { name: 'api-server-informers', run: (signal) => informers.run(signal) },
    ],
    addresses,
  ];
}
