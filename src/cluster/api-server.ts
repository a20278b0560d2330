import { addressAt, parseCidr } from '../base/cidr.ts';
import { timestamp, type Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { admissionPlugins } from '../apiserver/admission/index.ts';
import { ClusterIps } from '../apiserver/allocation/cluster-ips.ts';
import { NodePorts } from '../apiserver/allocation/node-ports.ts';
import { serviceAllocator } from '../apiserver/allocation/services.ts';
import type { NoteTokenUse } from '../apiserver/authentication/service-account/legacy-token.ts';
import { signingKey } from '../apiserver/authentication/service-account/keys.ts';
import { tokenObjects } from '../apiserver/authentication/service-account/token-objects.ts';
import { serviceAccountTokens } from '../apiserver/authentication/service-account/verify.ts';
import { alwaysAllowedPaths } from '../apiserver/authorization/always-allowed-paths.ts';
import { nodeAuthorizer } from '../apiserver/authorization/node/authorizer.ts';
import { nodeObjects } from '../apiserver/authorization/node/objects.ts';
import { privilegedGroup } from '../apiserver/authorization/privileged-group.ts';
import { roleEscalation } from '../apiserver/authorization/rbac/escalation-plugin.ts';
import { rbacAuthorizer } from '../apiserver/authorization/rbac/authorizer.ts';
import { policyReader } from '../apiserver/authorization/rbac/policy-reader.ts';
import { discovery } from '../apiserver/discovery/endpoint.ts';
import { health, type HealthCheck } from '../apiserver/endpoints/health.ts';
import { serviceAccountKeys } from '../apiserver/endpoints/service-account-keys.ts';
import { debug } from '../apiserver/endpoints/debug.ts';
import { metrics } from '../apiserver/endpoints/metrics.ts';
import { version } from '../apiserver/endpoints/version.ts';
import type { RuntimeConfig } from '../apiserver/enablement/runtime-config.ts';
import { servedKinds } from '../apiserver/enablement/served-kinds.ts';
import { handle } from '../apiserver/handle.ts';
import type { InFlightMaximums } from '../apiserver/in-flight-limits.ts';
import { openApi } from '../apiserver/openapi/endpoint.ts';
import type { Policy } from '../apiserver/policy.ts';
import type { Reader } from '../apiserver/reader.ts';
import { createApiServer, type ApiServer, type Endpoint } from '../apiserver/server.ts';
import type { KubeletAccess } from '../apiserver/services.ts';
import type { PartObserver } from './part-observer.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { inProcess } from '../client/in-process.ts';
import { builtInKinds } from '../kinds/index.ts';
import type { Kind } from '../model/kind.ts';
import { defaultFeatureGates, type FeatureGates } from '../model/features/feature-gates.ts';
import type { User } from '../model/request.ts';
import { noteTokenUse } from './note-token-use.ts';
import type { Store } from '../storage/store.ts';

/** Who issues this cluster's service account tokens, and for whom they are unless they say otherwise. */
export const serviceAccountIssuer = 'https://kubernetes.default.svc.cluster.local';

export interface ClusterApiServerOptions {
  readonly store: Store;
  /** Where the keys of all resources begin. Default: `/registry`. */
  readonly storagePrefix?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Where services get their addresses from, e.g. `10.96.0.0/16`. The first one is the API server's own. */
  readonly serviceCidr: string;
  readonly serviceAccountKeyPem: string;
  /** How to reach kubelets; without it pods have no logs and take no commands. */
  readonly kubelets?: KubeletAccess | undefined;
  readonly healthChecks?: readonly HealthCheck[];
  /** Of what else runs in this process, for metrics and debug paths. */
  readonly observer?: PartObserver | undefined;
  /** What is served besides. */
  readonly endpoints?: readonly Endpoint[];
  /** Those of upstream, unless given. */
  readonly gates?: FeatureGates | undefined;
  /** Which versions of the API are served besides the stable ones. */
  readonly runtimeConfig?: RuntimeConfig | undefined;
  /** Kinds of the caller's own, served after the built-in ones, in JSON and YAML. */
  readonly kinds?: readonly Kind[] | undefined;
  /** How long requests may take that are not meant to last. As long as they like, unless given. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long events are kept after they were written last. As upstream, unless given. */
  readonly eventLifeMs?: number | undefined;
  /** How many requests from outside are answered at once. As many as come, unless given. */
  readonly inFlightMaximums?: InFlightMaximums | undefined;
}

/** A client of this process, as the given user. */
export type ClientAs = (user: User, options?: { readonly userAgent?: string }) => Client;

/** An API server with everything that belongs to it, but for how requests reach it. */
export interface ClusterApiServer {
  readonly server: ApiServer;
  readonly clientAs: ClientAs;
  readonly serviceAddress: string;
}

export function clusterApiServer(options: ClusterApiServerOptions): ClusterApiServer {
  const { store, clock, log, kubelets, runtimeConfig, requestTimeoutMs, inFlightMaximums } = options;
  const gates = options.gates ?? defaultFeatureGates;
  const range = parseCidr(options.serviceCidr);
  const key = signingKey(options.serviceAccountKeyPem);
  const audiences = [serviceAccountIssuer];
  const server = createApiServer({
    store,
    storagePrefix: options.storagePrefix,
    clock,
    log,
    kinds: servedKinds([...builtInKinds, ...(options.kinds ?? [])], { gates, runtimeConfig }),
    gates,
    requestTimeoutMs,
    inFlightMaximums,
    eventLifeMs: options.eventLifeMs,
    admission: ({ reader, resourceOf, policy: { authorizers } }) => [
      roleEscalation({ policy: policyReader(reader), authorizers }),
      ...admissionPlugins({ authorizers, clock, resourceOf }),
    ],
    allocators: [
      serviceAllocator({
        clusterIps: new ClusterIps({ range, now: () => timestamp(clock.now()) }),
        nodePorts: new NodePorts({ store, storagePrefix: options.storagePrefix }),
      }),
    ],
    endpoints: [
      version,
      health(options.healthChecks),
      discovery,
      metrics(() => options.observer?.metrics() ?? []),
      debug(options.observer?.debugViews),
      openApi,
      ...(options.endpoints ?? []),
      serviceAccountKeys({ issuer: serviceAccountIssuer, keys: [key] }),
    ],
    services: { tokens: { issuer: serviceAccountIssuer, audiences, key, clock }, ...(kubelets && { kubelets }) },
    policy: ({ reader }) => policy({ reader, clock, key, audiences, noteUse: noteTokenUse({ clientAs: (...as) => clientAs(...as), log }) }),
  });
  const clientAs: ClientAs = (user, { userAgent = 'kubets' } = {}) =>
    createClient({ transport: inProcess((request) => handle(request, server), { user }), userAgent, clock });
  return {
    server,
    clientAs,
    serviceAddress: addressAt(range, 1),
  };
}

interface PolicyOptions {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly key: ReturnType<typeof signingKey>;
  readonly audiences: readonly string[];
  readonly noteUse: NoteTokenUse;
}

function policy({ reader, clock, key, audiences, noteUse }: PolicyOptions): Policy {
  return {
    authentication: {
      tokens: [
        serviceAccountTokens({ issuers: [serviceAccountIssuer], keys: [key], audiences, objects: tokenObjects(reader), clock, noteUse }),
      ],
      audiences,
      clock,
    },
    authorizers: [alwaysAllowedPaths(), privilegedGroup(), nodeAuthorizer(nodeObjects(reader)), rbacAuthorizer(policyReader(reader))],
  };
}
