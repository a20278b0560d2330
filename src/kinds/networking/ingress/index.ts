import { emptyStatus } from '../../empty-status.ts';
import { validateDnsSubdomain } from '../../field-checks.ts';
import { isIp, validateIp } from '../../ip-validation.ts';
import { loadBalancerWarnings } from '../../load-balancer-warnings.ts';
import { loadBalancerText } from '../../load-balancer-text.ts';
import { validateIngressSpec } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { IngressSpec, IngressStatus, type IngressRule } from './schema.ts';

export interface Ingress extends KubeObject {
  spec: IngressSpec;
  status: IngressStatus;
}

export const Ingress: Kind<Ingress> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.networking.v1.Ingress',
  description: 'Passes HTTP requests from outside on to services, by host and path. It takes an ingress controller to do so.',
  fields: {
    spec: always(object(2, IngressSpec, 'Where requests go.')),
    status: always(object(3, IngressStatus, 'Where the Ingress can be reached.')),
  },

  countsGenerations: true,
  prepareCreate(ingress) {
    ingress.status = emptyStatus(IngressStatus);
  },
  ruleOrder: { update: ['metadataChange', 'metadata', 'object'] },
  validate: ({ spec }, field) => validateIngressSpec(spec, field.at('spec')),
  *validateCreate({ metadata, spec: { ingressClassName } }, field) {
    const annotated = metadata.annotations?.[classAnnotation];
    if (annotated !== undefined && ingressClassName !== undefined && annotated !== ingressClassName) {
      yield field.at('annotations', classAnnotation).invalid(annotated, 'must match `ingressClassName` when both are specified');
    }
  },
  *validateStatusUpdate({ status }, previous, field) {
    const existing = previous.status.loadBalancer?.ingress?.map(({ ip = '' }) => ip) ?? [];
    for (const [index, { ip, hostname }] of status.loadBalancer?.ingress?.entries() ?? []) {
      const at = field.at('status', 'loadBalancer', 'ingress', index);
      if (ip) yield* validateIp(ip, at.at('ip'), existing);
      if (!hostname) continue;
      yield* validateDnsSubdomain(hostname, at.at('hostname'));
      if (isIp(hostname)) yield at.at('hostname').invalid(hostname, 'must be a DNS name, not an IP address');
    }
  },
  statusWarnings: loadBalancerWarnings,
  *warnings({ metadata, spec }, previous) {
    if (!previous && metadata.annotations?.[classAnnotation] !== undefined && spec.ingressClassName === undefined) {
      yield `annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`;
    }
  },
  columns: [
    { name: 'Class', description: 'Who implements it.', value: ({ spec }) => spec.ingressClassName ?? '<none>' },
    { name: 'Hosts', description: 'Hosts it answers for.', value: ({ spec }) => hostsText(spec.rules ?? []) },
    { name: 'Address', description: 'Where it can be reached.', value: ({ status }) => loadBalancerText(status.loadBalancer?.ingress) },
    { name: 'Ports', description: 'Ports it listens on.', value: ({ spec }) => (spec.tls?.length ? '80, 443' : '80') },
  ],
});

/** How ingresses named their class before there was a field for it. */
const classAnnotation = 'kubernetes.io/ingress.class';

const mostHosts = 3;

/** The first few hosts; how many rules there are beyond that. */
function hostsText(rules: readonly IngressRule[]): string {
  const hosts = rules.map(({ host }) => host ?? '').filter((host) => host !== '');
  const shown = hosts.slice(0, mostHosts).join(',');
  // Counted once the list is full, whether or not the rule after it has a host.
  const fullAt = rules.findIndex((_, index) => rules.slice(0, index).filter(({ host }) => host).length === mostHosts);
  return fullAt < 0 ? shown || '*' : `${shown} + ${rules.length - mostHosts} more...`;
}
