import { isIPv4 } from 'node:net';
import type { DnsRecord, RecordType } from './record.ts';
import { addressInLabel } from './reverse-name.ts';
import type { ZoneSettings } from './service-records.ts';
import { Zone } from './zone.ts';

/** What the zone knows about a name. */
export type Lookup =
  | { readonly is: 'found'; readonly records: readonly DnsRecord[] }
  | { readonly is: 'no data' }
  | { readonly is: 'no name' }
  /** Others have to be asked. */
  | { readonly is: 'elsewhere' };

export interface ClusterZoneOptions extends ZoneSettings {
  readonly negativeTtlSeconds: number;
  /** What secondary servers would compare. */
  readonly serial: number;
}

/** The names of a cluster: the domain itself, its namespaces, services and pods, and the addresses of services. */
export class ClusterZone {
  readonly domain: string;
  readonly settings: ZoneSettings;
  /** Says who is responsible for the zone, and for how long nobody needs to ask again for what is not there. */
  readonly authority: DnsRecord;
  readonly #zone: Zone;

  constructor({ clusterDomain, ttlSeconds, negativeTtlSeconds, serial }: ClusterZoneOptions) {
    this.domain = clusterDomain.toLowerCase().replace(/\.$/, '');
    this.settings = { clusterDomain: this.domain, ttlSeconds };
    this.#zone = new Zone({ domain: this.domain });
    const primary = `ns.dns.${this.domain}`;
    this.authority = {
      name: this.domain,
      type: 'SOA',
      primary,
      contact: `hostmaster.${this.domain}`,
      serial,
      negativeTtlSeconds,
      ttlSeconds: negativeTtlSeconds,
    };
    this.#zone.replace(
      'the zone itself',
      [
        this.authority,
        { name: this.domain, type: 'NS', target: primary, ttlSeconds },
        { name: `dns-version.${this.domain}`, type: 'TXT', text: '1.1.0', ttlSeconds },
      ],
      [`svc.${this.domain}`, `pod.${this.domain}`],
    );
  }

  get size(): number {
    return this.#zone.size;
  }

  setService(key: string, records: readonly DnsRecord[]): void {
    this.#zone.replace(`service ${key}`, records);
  }

  /** Its names exist, whether there is anything in it or not. */
  setNamespace(name: string, exists: boolean): void {
    this.#zone.replace(`namespace ${name}`, [], exists ? [`${name}.svc.${this.domain}`, `${name}.pod.${this.domain}`] : []);
  }

  /** The name must be in lower case. With `any`, records of all types. */
  lookup(name: string, type: RecordType | 'any' | undefined): Lookup {
    const isOwn = name === this.domain || name.endsWith(`.${this.domain}`);
    const records = this.#zone.get(name) ?? (isOwn ? this.#podRecords(name) : undefined);
    if (!records) return { is: isOwn ? 'no name' : 'elsewhere' };
    const alias = records.filter((record) => record.type === 'CNAME');
    const matching = type === 'any' ? records : alias.length > 0 ? alias : records.filter((record) => record.type === type);
    return matching.length > 0 ? { is: 'found', records: matching } : { is: isOwn ? 'no data' : 'elsewhere' };
  }

  /**
   * A pod's name is its address, so no pods need to be known; as upstream's usual set-up, which calls it insecure, since the
   * name exists whether there is such a pod or not.
   */
  #podRecords(name: string): readonly DnsRecord[] | undefined {
    const dot = name.indexOf('.');
    const parent = name.slice(dot + 1);
    if (!parent.endsWith(`.pod.${this.domain}`) || !this.#zone.has(parent)) return undefined;
    const address = addressInLabel(name.slice(0, dot));
    if (address === undefined) return undefined;
    return [{ name, type: isIPv4(address) ? 'A' : 'AAAA', address, ttlSeconds: this.settings.ttlSeconds }];
  }
}
