import type { Service } from '../../kinds/core/service/index.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint as SliceEndpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { Endpoint } from '../services/endpoints.ts';

type Spec = Partial<Service['spec']>;

interface ServiceOptions extends Spec {
  readonly namespace?: string;
  readonly status?: Service['status'];
  readonly labels?: Record<string, string>;
}

/** A service as the API server has it, with one TCP port unless it says otherwise. */
export function service(
  name: string,
  { namespace = 'shop', status = { loadBalancer: {} }, labels, ...spec }: ServiceOptions = {},
): Service {
  const { clusterIP = '10.96.0.1' } = spec;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metaOf(name, namespace), ...(labels && { labels }) },
    spec: {
      type: 'ClusterIP',
      clusterIPs: [clusterIP],
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      ...spec,
      clusterIP,
    },
    status,
  };
}

interface SliceOptions {
  readonly namespace?: string;
  readonly service: string;
  readonly ports?: EndpointSlice['ports'];
  readonly addressType?: EndpointSlice['addressType'];
}

export function slice(name: string, endpoints: readonly SliceEndpoint[], options: SliceOptions): EndpointSlice {
  const { namespace = 'shop', service, ports = [{ name: 'http', protocol: 'TCP', port: 8080 }], addressType = 'IPv4' } = options;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metaOf(name, namespace), labels: { 'kubernetes.io/service-name': service } },
    addressType,
    endpoints: [...endpoints],
    ports,
  };
}

/** A ready endpoint of a slice. */
export const at = (address: string, more: Partial<SliceEndpoint> = {}): SliceEndpoint => ({
  addresses: [address],
  conditions: { ready: true, serving: true, terminating: false },
  ...more,
});

/** A ready endpoint as the proxy sees it. */
export const endpoint = (address: string, more: Partial<Endpoint> = {}): Endpoint => ({
  address,
  port: 8080,
  isLocal: false,
  isReady: true,
  isServing: true,
  isTerminating: false,
  zones: undefined,
  nodes: undefined,
  ...more,
});

const metaOf = (name: string, namespace: string) => ({
  name,
  namespace,
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});
