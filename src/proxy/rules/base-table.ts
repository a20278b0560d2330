import type { AddressFamily } from './address-family.ts';

/** The table's name is upstream's, so that either proxy can take over from the other. */
export const tableName = 'kube-proxy';

/** The bit that upstream has always used for it, and that other programs leave alone for that reason. */
const masqueradeMark = '0x4000';

export const markForMasquerade = `mark set mark or ${masqueradeMark}`;

export interface BaseTableOptions {
  readonly family: AddressFamily;
  readonly podCidr: string | undefined;
  /** Addresses in them that no service has are dropped. */
  readonly serviceCidrs: readonly string[];
  /** Whether node ports answer on the loopback too, for which the kernel has to be told to route it. */
  readonly localhostNodePorts: boolean;
}

/**
 * Everything but what services contribute. Refusals happen in filter chains, where rejecting is allowed, and only for
 * connections that no rule led to an endpoint, since those have another destination by then. TCP is refused by its own
 * means: of the ICMP messages that serve for the rest, the kernel sends only so many.
 */
export function baseTable({ family, podCidr, serviceCidrs, localhostNodePorts }: BaseTableOptions): string {
  const { ip, addressType, loopback } = family;
  const serviceKey = `${ip} daddr . meta l4proto . th dport`;
  const notLoopback = localhostNodePorts ? '' : `${ip} daddr != ${loopback} `;
  const byAddress = `type ${addressType} . inet_proto . inet_service : verdict`;
  const byNodePort = 'type inet_proto . inet_service : verdict';
  return `
  comment "rules of the service proxy"
  set cluster-ips { type ${addressType}; comment "addresses of services in the cluster"; }
  set hairpin-connections { type ${addressType} . ${addressType} . inet_proto . inet_service; comment "endpoints that reach themselves"; }
  map service-ips { ${byAddress}; comment "where traffic to addresses of services goes"; }
  map service-nodeports { ${byNodePort}; comment "where traffic to node ports goes"; }
  map no-endpoint-services { ${byAddress}; comment "services without an endpoint for the traffic"; }
  map no-endpoint-nodeports { ${byNodePort}; comment "node ports without an endpoint for the traffic"; }
  map firewall-ips { ${byAddress}; comment "load balancers that are not open for everybody"; }

  chain reject-chain {
    meta l4proto tcp reject with tcp reset
    reject
  }
  chain firewall-check {
    ${serviceKey} vmap @firewall-ips
  }
  chain service-endpoints-check {
    ${serviceKey} vmap @no-endpoint-services
  }
  chain nodeport-endpoints-check {
    ${notLoopback}meta l4proto . th dport vmap @no-endpoint-nodeports
  }
  chain cluster-ips-check {
    ${ip} daddr @cluster-ips goto reject-chain comment "no such port"
    ${serviceCidrs.map((cidr) => `${ip} daddr ${cidr} drop comment "no such service"`).join('\n    ')}
  }
  chain services {
    ${podCidr === undefined ? '' : `${ip} daddr @cluster-ips ${ip} saddr != ${podCidr} ${markForMasquerade}`}
    ${serviceKey} vmap @service-ips
    fib daddr type local ${notLoopback}meta l4proto . th dport vmap @service-nodeports
  }
  chain masquerading {
    mark and ${masqueradeMark} != 0 mark set mark xor ${masqueradeMark} masquerade fully-random
    ct status dnat ${ip} saddr . ${ip} daddr . meta l4proto . th dport @hairpin-connections masquerade fully-random
  }

  chain filter-prerouting-pre-dnat {
    type filter hook prerouting priority -110;
    ct state new jump firewall-check
  }
  chain filter-output-pre-dnat {
    type filter hook output priority -110;
    ct state new jump firewall-check
  }
  chain filter-input {
    type filter hook input priority 0;
    ct state new jump nodeport-endpoints-check
    ct state new jump service-endpoints-check
  }
  chain filter-forward {
    type filter hook forward priority 0;
    ct state new jump service-endpoints-check
    ct state new jump cluster-ips-check
  }
  chain filter-output {
    type filter hook output priority 0;
    ct state new jump service-endpoints-check
    ct state new jump cluster-ips-check
  }
  chain nat-prerouting {
    type nat hook prerouting priority -100;
    jump services
  }
  chain nat-output {
    type nat hook output priority -100;
    jump services
  }
  chain nat-postrouting {
    type nat hook postrouting priority 100;
    jump masquerading
  }
`;
}
