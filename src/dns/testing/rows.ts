import type { DnsRecord } from '../records/record.ts';

/** Records as zone files have them, sorted, without for how long they may be kept. */
export const rowsOf = (records: readonly DnsRecord[]): readonly string[] =>
  records.map((record) => `${record.name} ${record.type} ${dataOf(record)}`).sort();

function dataOf(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
    case 'TXT':
      return record.text;
    case 'SOA':
      return record.primary;
    default:
      return record.target;
  }
}
