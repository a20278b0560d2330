import type { Service } from '../../kinds/core/service/index.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';

const metaOf = (namespace: string, name: string) => ({
  namespace,
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});

/** A service in the namespace `shop`. */
export const service = (name: string, spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metaOf('shop', name),
  spec: {
    type: 'ClusterIP',
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    ...spec,
    ...(spec.clusterIP !== undefined && !spec.clusterIPs && { clusterIPs: [spec.clusterIP] }),
  },
  status: { loadBalancer: {} },
});

type Endpoints = NonNullable<EndpointSlice['endpoints']>;

export const slice = (service: string, endpoints: Endpoints, more: Partial<EndpointSlice> = {}): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...metaOf('shop', `${service}-1`), labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints,
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  ...more,
});
