import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { Kind, KubeObject, New } from '../../model/kind.ts';
import type { Component } from '../../runtime/component.ts';

export interface KubernetesServiceOptions {
  readonly client: Client;
  /** The service's own address. */
  readonly address: string;
  /** Where the API server is reached by those who cannot use the loopback; no endpoint without one. */
  readonly endpoint: string | undefined;
  readonly port: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often it is looked whether somebody has changed what pods find the API server by. As upstream. */
const everyMs = 10_000;
const ref = { namespace: 'default', name: 'kubernetes' } as const;
const labels = { component: 'apiserver', provider: 'kubernetes' } as const;

/** Keeps the service `default/kubernetes` and its endpoint, by which pods find the API server. */
export function kubernetesService(options: KubernetesServiceOptions): Component {
  return {
    name: 'kubernetes-service',
    async run(signal) {
      while (!signal.aborted) {
        await keep(options).catch((error: unknown) => options.log.warn({ error }, 'service of the API server could not be kept'));
        await options.clock.sleep(everyMs, signal);
      }
    },
  };
}

async function keep({ client, address, endpoint, port }: KubernetesServiceOptions): Promise<void> {
  await ensure(client, Service, {
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
  });
  if (endpoint === undefined) return;
  await ensure(client, Endpoints, {
    metadata: { ...ref, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: endpoint }], ports: [{ name: 'https', port: port(), protocol: 'TCP' }] }],
  });
  await ensure(client, EndpointSlice, {
    metadata: { ...ref, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [endpoint], conditions: { ready: true } }],
    ports: [{ name: 'https', port: port(), protocol: 'TCP' }],
  });
}

/** Creates the object, or puts back what of it has changed. */
async function ensure<T extends KubeObject>(client: Client, kind: Kind<T>, wanted: New<T>): Promise<void> {
  const current = await client.get(kind, ref).catch((error: unknown) => {
    if (!ApiError.is(error, 'NotFound')) throw error;
    return undefined;
  });
  if (!current) {
    await client.create(kind, wanted);
    return;
  }
  // Compared as plain data: kinds differ in their fields.
  const { metadata: _current, ...before } = current as Record<string, unknown> & KubeObject;
  const { metadata: _wanted, ...after } = wanted as Record<string, unknown> & New<KubeObject>;
  const next = { ...before, ...after };
  if (!isDeepStrictEqual(next, before)) await client.update(kind, { ...next, metadata: current.metadata } as unknown as T);
}
