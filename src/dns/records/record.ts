/** One resource record. Names are in lower case, without the dot at the end. */
export type DnsRecord = { readonly name: string; readonly ttlSeconds: number } & RecordData;

export type RecordData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME' | 'NS' | 'PTR'; readonly target: string }
  | { readonly type: 'SRV'; readonly priority: number; readonly weight: number; readonly port: number; readonly target: string }
  | { readonly type: 'TXT'; readonly text: string }
  | {
      readonly type: 'SOA';
      readonly primary: string;
      readonly contact: string;
      readonly serial: number;
      readonly negativeTtlSeconds: number;
    };

export type RecordType = RecordData['type'];

/** RFC 1035, 3596 and 2782. */
export const recordTypeNumbers: Readonly<Record<RecordType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
};

export const recordTypeOf = (number: number): RecordType | undefined => byNumber.get(number);

const byNumber = new Map<number, RecordType>(Object.entries(recordTypeNumbers).map(([type, number]) => [number, type as RecordType]));
