import { addressAt, cidrSize, containsAddress, type Cidr } from '../../base/cidr.ts';
import { randomBelow } from '../../base/random.ts';
import { IPAddress } from '../../kinds/networking/ip-address.ts';
import { ApiError } from '../../model/errors.ts';
import type { Resource } from '../resource.ts';
import type { AddressFamily } from './service-families.ts';

/** How many random addresses are tried before all are looked at in order. */
const randomAttempts = 32;

export interface Holder {
  readonly namespace: string;
  readonly name: string;
}

/** Takes addresses of the service range; whose an address is stands in an IPAddress object of its name. */
export class ClusterIps {
  readonly #range: Cidr;
  readonly #now: () => string;

  constructor({ range, now }: { range: Cidr; now: () => string }) {
    this.#range = range;
    this.#now = now;
  }

  /** The families that there are addresses of. */
  get families(): readonly AddressFamily[] {
    return [this.placeholder.includes(':') ? 'IPv6' : 'IPv4'];
  }

  /** Of the network itself, and so nobody's. */
  get placeholder(): string {
    return addressAt(this.#range, 0);
  }

  /** Whether services may have it: not those of the network itself and, by IPv4, of everybody in it. */
  contains(address: string): boolean {
    const last = addressAt(this.#range, cidrSize(this.#range) - 1n);
    return containsAddress(this.#range, address) && address !== this.placeholder && (address.includes(':') || address !== last);
  }

  /** Throws AlreadyExists when the address is taken. */
  async take(address: string, holder: Holder, addresses: Resource<IPAddress>): Promise<void> {
    await addresses.create(ipAddress(address, holder, this.#now()));
  }

  /** Any free address, if there is one. */
  async takeAny(holder: Holder, addresses: Resource<IPAddress>): Promise<string | undefined> {
    for (const address of this.#candidates()) {
      if (addresses.find({ namespace: '', name: address })) continue;
      try {
        await this.take(address, holder, addresses);
        return address;
      } catch (error) {
        // Somebody else took it at this moment.
        if (!ApiError.is(error, 'AlreadyExists')) throw error;
      }
    }
    return undefined;
  }

  async give(address: string, addresses: Resource<IPAddress>): Promise<void> {
    const taken = addresses.find({ namespace: '', name: address });
    if (!taken) return;
    try {
      await addresses.remove({ namespace: '', name: address }, taken.revision);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  }

  /** The lower part of the range is left to those who choose addresses themselves, while there are others (KEP-3070). */
  *#candidates(): Generator<string> {
    // Neither the network's own address nor its last one.
    const last = Number(cidrSize(this.#range) - 2n);
    const reserved = Math.min(Math.max(16, Math.floor(last / 16)), 256, last - 1);
    for (let attempt = 0; attempt < randomAttempts; attempt++) yield addressAt(this.#range, reserved + 1 + randomBelow(last - reserved));
    for (let index = reserved + 1; index <= last; index++) yield addressAt(this.#range, index);
    for (let index = 1; index <= reserved; index++) yield addressAt(this.#range, index);
  }
}

/** As upstream writes it, so that its own controllers know whose it is. */
function ipAddress(address: string, { namespace, name }: Holder, creationTimestamp: string): IPAddress {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: {
      name: address,
      uid: crypto.randomUUID(),
      resourceVersion: '',
      creationTimestamp,
      labels: {
        'ipaddress.kubernetes.io/ip-family': address.includes(':') ? 'IPv6' : 'IPv4',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      },
    },
    spec: { parentRef: { resource: 'services', namespace, name } },
  };
}
