import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { createInformers } from '../../client/create-informers.ts';
import { clusterDnsService } from '../../dns/cluster-service.ts';
import type { Component } from '../../runtime/component.ts';
import type { ClientAs } from '../api-server.ts';
import { dnsServiceAccount } from '../bootstrap/own-roles.ts';
import { serviceAccountUser } from '../service-account-user.ts';
import { dnsAddress } from '../service-range.ts';
import { clusterDnsPort } from './agent-configuration.ts';

export interface DnsServiceOptions {
  readonly clientAs: ClientAs;
  readonly serviceCidr: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Leads pods to the DNS server of their node. */
export function dnsServiceStages({ clientAs, serviceCidr, clock, log }: DnsServiceOptions): readonly (readonly Component[])[] {
  const client = clientAs(serviceAccountUser('kube-system', dnsServiceAccount));
  const informers = createInformers({ client, clock, log });
  const service = clusterDnsService({ client, informers, address: dnsAddress(serviceCidr), port: clusterDnsPort, clock, log });
  return [[{ name: 'dns-service-informers', run: (signal) => informers.run(signal) }, service]];
}
