import { Field } from '../model/field.ts';
import { ipWarnings } from './ip-validation.ts';

interface Balanced {
  readonly status: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

/** Addresses of a load balancer, which whoever runs it writes into the status. */
export function* loadBalancerWarnings({ status: { loadBalancer } }: Balanced): Iterable<string> {
  for (const [index, { ip }] of loadBalancer?.ingress?.entries() ?? []) {
    if (ip) yield* ipWarnings(ip, new Field('status.loadBalancer.ingress').at(index));
  }
}
