import { isIP } from 'node:net';
import type { Node } from '../kinds/core/node/index.ts';
import type { Service } from '../kinds/core/service/index.ts';
import type { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import type { New } from '../model/kind.ts';

/** Under these names pods of every cluster find it, and tools look for it. */
export const serviceRef = { namespace: 'kube-system', name: 'kube-dns' } as const;

export const managedBy = 'cluster-dns.kubets';

export const sliceSelector = `endpointslice.kubernetes.io/managed-by=${managedBy},kubernetes.io/service-name=${serviceRef.name}`;

/** The most that validation admits. */
const endpointsPerSlice = 1000;

/** The service by which pods ask the server on their own node. It selects no pods: the servers are processes of the nodes. */
export const wantedService = (address: string, port: number): New<Service> => ({
  metadata: {
    ...serviceRef,
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
  },
  spec: {
    type: 'ClusterIP',
    clusterIP: address,
    clusterIPs: [address],
    internalTrafficPolicy: 'Local',
    ports: [
      { name: 'dns', protocol: 'UDP', port: 53, targetPort: port },
      { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: port },
    ],
  },
});

/** All nodes, in as many slices as it takes. */
export function wantedSlices(nodes: readonly Node[], { family, port }: { family: 4 | 6; port: number }): readonly New<EndpointSlice>[] {
  const endpoints = nodes
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap((node) => {
      const address = node.status.addresses?.find(
        (candidate) => candidate.type === 'InternalIP' && isIP(candidate.address) === family,
      )?.address;
      return address === undefined ? [] : [endpointOf(node, address)];
    });
  const count = Math.max(1, Math.ceil(endpoints.length / endpointsPerSlice));
  return Array.from({ length: count }, (_, index) => ({
    metadata: {
      namespace: serviceRef.namespace,
      name: `${serviceRef.name}-nodes-${index}`,
      labels: { 'endpointslice.kubernetes.io/managed-by': managedBy, 'kubernetes.io/service-name': serviceRef.name },
    },
    addressType: `IPv${family}` as const,
    endpoints: endpoints.slice(index * endpointsPerSlice, (index + 1) * endpointsPerSlice),
    ports: [
      { name: 'dns', protocol: 'UDP' as const, port },
      { name: 'dns-tcp', protocol: 'TCP' as const, port },
    ],
  }));
}

/**
 * A node that is not ready still answers its own pods, as long as it can: proxies use endpoints that serve and end when
 * they have no other on their node, and for no one else's pods.
 */
function endpointOf({ metadata, status }: Node, address: string): NonNullable<EndpointSlice['endpoints']>[number] {
  const isReady = status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return {
    addresses: [address],
    conditions: { ready: isReady, serving: true, terminating: !isReady },
    nodeName: metadata.name,
    targetRef: { kind: 'Node', name: metadata.name, uid: metadata.uid },
  };
}
