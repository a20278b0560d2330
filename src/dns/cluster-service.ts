import { isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../base/clock.ts';
import { Doorbell } from '../base/doorbell.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import { Node } from '../kinds/core/node/index.ts';
import { Service } from '../kinds/core/service/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import { ApiError } from '../model/errors.ts';
import type { New } from '../model/kind.ts';
import type { Component } from '../runtime/component.ts';
import { serviceRef, sliceSelector, wantedService, wantedSlices } from './cluster-service-objects.ts';

export interface ClusterDnsServiceOptions {
  /** As a user with `clusterDnsServiceRules` and `clusterDnsServiceClusterRules`. */
  readonly client: Client;
  readonly informers: Informers;
  /** The service's, which kubelets tell pods: usually the tenth of the service range. */
  readonly address: string;
  /** Where the servers listen on the nodes' internal addresses. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often it is looked whether somebody has changed anything. */
const everyMs = 30_000;
/** Nodes that start together are taken in together. */
const pauseMs = 200;

/** Keeps the service `kube-system/kube-dns`, which leads pods to the DNS server of their node. */
export function clusterDnsService(options: ClusterDnsServiceOptions): Component {
  const { informers, clock, log } = options;
  const nodes = informers.of(Node);
  return {
    name: 'cluster-dns-service',
    async run(signal) {
      const doorbell = new Doorbell({ clock });
      const ring = () => doorbell.ring();
      try {
        await nodes.caughtUp({ signal });
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      using _nodes = nodes.observe({ applied: ring, deleted: ring });
      while (!signal.aborted) {
        try {
          await keep(options, nodes.list());
        } catch (error) {
          log.warn({ err: error }, 'service of the cluster DNS could not be kept; will try again');
        }
        await clock.sleep(pauseMs, signal);
        await doorbell.wait(everyMs, signal);
      }
    },
  };
}

async function keep({ client, address, port }: ClusterDnsServiceOptions, nodes: readonly Node[]): Promise<void> {
  await keepService(client, wantedService(address, port));
  const { items } = await client.list(EndpointSlice, { namespace: serviceRef.namespace, labelSelector: sliceSelector });
  const current = new Map(items.map((slice) => [slice.metadata.name, slice]));
  const wanted = wantedSlices(nodes, { family: isIPv6(address) ? 6 : 4, port });
  for (const slice of wanted) await keepSlice(client, slice, current.get(slice.metadata.name ?? ''));
  for (const [name, { metadata }] of current) {
    if (!wanted.some((slice) => slice.metadata.name === name)) await client.delete(EndpointSlice, metadata);
  }
}

async function keepService(client: Client, wanted: New<Service>): Promise<void> {
  const current = await client.get(Service, serviceRef).catch((error: unknown) => {
    if (!ApiError.is(error, 'NotFound')) throw error;
    return undefined;
  });
  if (!current) return void (await client.create(Service, wanted));
  // Ports of its own, if any, and policies that administrators choose stay; who is led where must be as it is here.
  const { ports, clusterIP, clusterIPs } = wanted.spec;
  const next: Service = {
    ...current,
    spec: { ...current.spec, ...(ports && { ports }), ...(clusterIP && { clusterIP }), ...(clusterIPs && { clusterIPs }) },
  };
  delete next.spec.selector;
  if (!isDeepStrictEqual(next.spec, current.spec)) await client.update(Service, next);
}

async function keepSlice(client: Client, wanted: New<EndpointSlice>, current: EndpointSlice | undefined): Promise<void> {
  if (!current) return void (await client.create(EndpointSlice, wanted));
  const { endpoints, ports } = wanted;
  if (isDeepStrictEqual([endpoints, ports], [current.endpoints, current.ports])) return;
  await client.update(EndpointSlice, { ...current, endpoints, ports });
}
