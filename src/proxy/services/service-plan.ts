import type { Service } from '../../kinds/core/service/index.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { ServiceRules } from '../rules/rule-collector.ts';
import { type RuleContext, serviceRules } from '../rules/service-rules.ts';
import { endpointsOf, type Endpoints } from './endpoints.ts';
import { proxiedService } from './service-port.ts';
import { type UdpFrontend, udpFrontends } from './udp-frontend.ts';

/** All that is to be done on this node for one service. */
export interface ServicePlan {
  readonly rules: ServiceRules;
  readonly udp: readonly UdpFrontend[];
  readonly healthCheck: HealthCheck | undefined;
}

export interface HealthCheck {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  /** How many ready endpoints this node has. */
  readonly localEndpoints: number;
}

/** Undefined when there is nothing to do for the service. */
export function planService(service: Service, slices: readonly EndpointSlice[], context: RuleContext): ServicePlan | undefined {
  const family = context.family.number;
  const proxied = proxiedService(service, family);
  if (!proxied) return undefined;
  const endpoints = endpointsOf(slices, { family, nodeName: context.nodeName });
  const { namespace, name, healthCheckPort } = proxied;
  return {
    rules: serviceRules(proxied, endpoints, context),
    udp: udpFrontends(proxied, endpoints),
    healthCheck:
      healthCheckPort === undefined ? undefined : { namespace, name, port: healthCheckPort, localEndpoints: readyHere(endpoints) },
  };
}

/** Pods, not ports of pods. */
function readyHere(endpoints: Endpoints): number {
  const addresses = [...endpoints.values()].flat().filter(({ isLocal, isReady }) => isLocal && isReady);
  return new Set(addresses.map(({ address }) => address)).size;
}
