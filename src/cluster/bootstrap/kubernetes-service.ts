import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import type { Log } from '../../base/log.ts';
import type { ServerLeases } from '../../apiserver/server-leases.ts';
import type { Client } from '../../client/client.ts';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { ApiError, type Reason } from '../../model/errors.ts';
import type { Kind, KubeObject, New } from '../../model/kind.ts';
import type { Component } from '../../runtime/component.ts';

export interface KubernetesServiceOptions {
  readonly client: Client;
  /** The service's own address. */
  readonly address: string;
  /** Where the API server is reached by those who cannot use the loopback; no endpoint without one. */
  readonly endpoint: string | undefined;
  readonly port: () => number;
  /** Of this and all other servers on the same store. */
  readonly leases: ServerLeases;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often it is looked whether somebody has changed what pods find the API server by. As upstream. */
const everyMs = 10_000;
const ref = { namespace: 'default', name: 'kubernetes' } as const;
const labels = { component: 'apiserver', provider: 'kubernetes' } as const;

/** How long it may take, when the server stops, to be no endpoint any more. */
const leaveMs = 3000;

/** Keeps the service `default/kubernetes` and its endpoints, by which pods find the API servers. */
export function kubernetesService(options: KubernetesServiceOptions): Component {
  const { clock, log } = options;
  return {
    name: 'kubernetes-service',
    async run(signal) {
      let isFirst = true;
      while (!signal.aborted) {
        await keep(options, isFirst).then(
          () => (isFirst = false),
          (error: unknown) => log.warn({ error }, 'service of the API server could not be kept'),
        );
        await clock.sleep(everyMs, signal);
      }
      await withDeadline(leave(options), { timeoutMs: leaveMs, otherwise: 'the store does not answer', clock }).catch((error: unknown) =>
        log.warn({ error }, 'server stays an endpoint until its lease ends'),
      );
    },
  };
}

/** Servers that share a store say the same but for their ports: each tells its own once, so that they do not go on about it. */
async function keep({ client, address, endpoint, port, leases }: KubernetesServiceOptions, isFirst: boolean): Promise<void> {
  const mayChange = isFirst || !leases.areShared;
  const service: New<Service> = {
    metadata: { ...ref, labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: address,
      clusterIPs: [address],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port() }],
    },
  };
  await ensure(client, Service, (current) => (current && !mayChange ? {} : service));
  if (endpoint === undefined) return;
  const addresses = leases.areShared ? await renewed(leases, endpoint) : [endpoint];
  await keepEndpoints(client, { addresses, port: port(), mayChangePort: mayChange });
}

async function renewed(leases: ServerLeases, own: string): Promise<readonly string[]> {
  await leases.renew(own);
  const addresses = await leases.addresses();
  if (addresses.length === 0) throw new Error('there are no servers, though there is this one: endpoints are left as they are');
  return addresses;
}

/** The others go on without this server. The last one stays: there is nobody to say that it is back. */
async function leave({ client, endpoint, port, leases }: KubernetesServiceOptions): Promise<void> {
  if (endpoint === undefined || !leases.areShared) return;
  await leases.remove(endpoint);
  const addresses = await leases.addresses();
  if (addresses.length > 0) await keepEndpoints(client, { addresses, port: port(), mayChangePort: false });
}

interface Reached {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly mayChangePort: boolean;
}

async function keepEndpoints(client: Client, { addresses, port, mayChangePort }: Reached): Promise<void> {
  const ports = [{ name: 'https', port, protocol: 'TCP' as const }];
  await ensure(client, Endpoints, (current) => {
    const told = current?.subsets?.[0]?.ports;
    return {
      metadata: { ...ref, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: mayChangePort || !told?.length ? ports : told }],
    };
  });
  await ensure(client, EndpointSlice, (current) => {
    const told = current?.ports;
    return {
      metadata: { ...ref, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4' as const,
      endpoints: addresses.map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
      ports: mayChangePort || !told?.length ? ports : told,
    };
  });
}

/** Creates the object, or puts back what of it has changed. Others that do the same at the same moment are as good. */
async function ensure<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  wanted: (current: T | undefined) => New<T> | Record<string, never>,
): Promise<void> {
  const current = await client.get(kind, ref).catch((error: unknown) => {
    if (!ApiError.is(error, 'NotFound')) throw error;
    return undefined;
  });
  if (!current) {
    // Without a current one, all of it is wanted.
    await client.create(kind, wanted(undefined) as New<T>).catch(unless('AlreadyExists'));
    return;
  }
  // Compared as plain data: kinds differ in their fields.
  const { metadata: _current, ...before } = current as Record<string, unknown> & KubeObject;
  const { metadata: _wanted, ...after } = wanted(current) as Record<string, unknown>;
  const next = { ...before, ...after };
  if (isDeepStrictEqual(next, before)) return;
  await client.update(kind, { ...next, metadata: current.metadata } as unknown as T).catch(unless('Conflict'));
}

const unless =
  (reason: Reason) =>
  (error: unknown): void => {
    if (!ApiError.is(error, reason)) throw error;
  };
