import { socketAddress } from '../rules/address-family.ts';
import type { UdpFrontend } from '../services/udp-frontend.ts';

/** All flows to one destination that were led to the same place, as the kernel keeps track of them. */
export interface Flows {
  readonly destination: string;
  readonly destinationPort: number;
  /** Who answers. */
  readonly answerer: string;
  readonly answererPort: number;
}

/** Reads what `conntrack -L -p udp` prints: on each line first how the packets were sent, then how answers come. */
export function readFlows(output: string): readonly Flows[] {
  const flows: Flows[] = [];
  for (const line of output.split('\n')) {
    const [sent, answered] = ['src', 'dst', 'sport', 'dport'].reduce<readonly [Fields, Fields]>(
      ([first, second], name) => {
        const [one, two] = [...line.matchAll(new RegExp(`\\b${name}=(\\S+)`, 'g'))].map((match) => match[1]);
        return [
          { ...first, [name]: one },
          { ...second, [name]: two },
        ];
      },
      [{}, {}],
    );
    if (!sent.dst || !sent.dport || !answered.src || !answered.sport) continue;
    flows.push({
      destination: sent.dst,
      destinationPort: Number(sent.dport),
      answerer: answered.src,
      answererPort: Number(answered.sport),
    });
  }
  return flows;
}

type Fields = Readonly<Partial<Record<'src' | 'dst' | 'sport' | 'dport', string | undefined>>>;

/** Flows of the services that lead to none of their endpoints. Services without any endpoint keep theirs: nothing better is known. */
export function staleFlows(flows: readonly Flows[], frontends: readonly UdpFrontend[]): readonly Flows[] {
  const serving = frontends.filter(({ endpoints }) => endpoints.size > 0);
  const byAddress = new Map(serving.flatMap(({ addresses, endpoints }) => addresses.map((address) => [address, endpoints] as const)));
  const byNodePort = new Map(
    serving.flatMap(({ nodePort, endpoints }) => (nodePort === undefined ? [] : [[nodePort, endpoints] as const])),
  );
  const stale = new Map<string, Flows>();
  for (const flow of flows) {
    const to = socketAddress(flow.destination, flow.destinationPort);
    const from = socketAddress(flow.answerer, flow.answererPort);
    const endpoints = byAddress.get(to) ?? byNodePort.get(flow.destinationPort);
    if (endpoints && !endpoints.has(from)) stale.set(`${to} ${from}`, flow);
  }
  return [...stale.values()];
}
