/** Bits of the key usage extension (RFC 5280, 4.2.1.3) by the API's names. */
const keyUsageBits: Readonly<Record<string, number>> = {
  signing: 1,
  'digital signature': 1,
  'content commitment': 2,
  'key encipherment': 4,
  'data encipherment': 8,
  'key agreement': 16,
  'cert sign': 32,
  'crl sign': 64,
  'encipher only': 128,
  'decipher only': 256,
};

/** Object identifiers of the extended key usage extension (RFC 5280, 4.2.1.12) by the API's names. */
const extendedKeyUsages: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  'server auth': '1.3.6.1.5.5.7.3.1',
  'client auth': '1.3.6.1.5.5.7.3.2',
  'code signing': '1.3.6.1.5.5.7.3.3',
  'email protection': '1.3.6.1.5.5.7.3.4',
  's/mime': '1.3.6.1.5.5.7.3.4',
  'ipsec end system': '1.3.6.1.5.5.7.3.5',
  'ipsec tunnel': '1.3.6.1.5.5.7.3.6',
  'ipsec user': '1.3.6.1.5.5.7.3.7',
  timestamping: '1.3.6.1.5.5.7.3.8',
  'ocsp signing': '1.3.6.1.5.5.7.3.9',
  'microsoft sgc': '1.3.6.1.4.1.311.10.3.3',
  'netscape sgc': '2.16.840.1.113730.4.1',
};

export interface Usages {
  /** Bits of the key usage extension; 0 for none. */
  readonly keyUsages: number;
  /** Object identifiers, each once, in their order. */
  readonly extendedKeyUsages: readonly string[];
}

/** What a certificate says its key is for. Throws on a usage that the API does not know. */
export function usagesOf(names: readonly string[]): Usages {
  let keyUsages = 0;
  const extended = new Set<string>();
  for (const name of names) {
    const bit = keyUsageBits[name];
    const identifier = extendedKeyUsages[name];
    if (bit !== undefined) keyUsages |= bit;
    else if (identifier !== undefined) extended.add(identifier);
    else throw new Error(`unrecognized usage values: [${JSON.stringify(name)}]`);
  }
  const order = Object.values(extendedKeyUsages);
  return { keyUsages, extendedKeyUsages: [...extended].sort((a, b) => order.indexOf(a) - order.indexOf(b)) };
}
