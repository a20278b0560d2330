import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type DnsRecord, recordTypeNumbers } from '../records/record.ts';

interface MessageOptions {
  readonly limitBytes: number;
  readonly question: Buffer;
  /** The question's name in lower case. */
  readonly name: string;
}

interface Head {
  readonly id: number;
  readonly flags: number;
  readonly counts: readonly [questions: number, answers: number, authorities: number, additionals: number];
}

const headerBytes = 12;
const internetClass = 1;

/**
 * Writes a message with names made shorter by pointing to where they were before. The question's name is the first of
 * those, so answers repeat it in the case of its letters. RFC 1035 section 4.1.4.
 */
export class MessageWriter {
  #bytes: Buffer;
  #length: number;
  readonly #limitBytes: number;
  /** Where names, and their ends, have been written. */
  readonly #offsets = new Map<string, number>();

  constructor({ limitBytes, question, name }: MessageOptions) {
    this.#limitBytes = limitBytes;
    this.#bytes = Buffer.allocUnsafe(Math.max(512, headerBytes + question.length + 64));
    question.copy(this.#bytes, headerBytes);
    this.#length = headerBytes + question.length;
    // A dot within a label would make two names of it.
    if (!name.includes('\\')) this.#remember(name, headerBytes);
  }

  /** False, and nothing is written, when there is no room. */
  write(record: DnsRecord): boolean {
    const start = this.#length;
    this.#name(record.name);
    this.#uint16(recordTypeNumbers[record.type]);
    this.#uint16(internetClass);
    this.#uint32(record.ttlSeconds);
    this.#uint16(0);
    const data = this.#length;
    this.#data(record);
    this.#bytes.writeUInt16BE(this.#length - data, data - 2);
    if (this.#length <= this.#limitBytes) return true;
    this.#length = start;
    for (const [name, offset] of this.#offsets) if (offset >= start) this.#offsets.delete(name);
    return false;
  }

  /** Says what this server can do. RFC 6891 section 6.1. */
  writeEdns({ code, payloadBytes, isDnssecOk }: { code: number; payloadBytes: number; isDnssecOk: boolean }): void {
    this.#uint8(0);
    this.#uint16(41);
    this.#uint16(payloadBytes);
    this.#uint8(code >> 4);
    this.#uint8(0);
    this.#uint16(isDnssecOk ? 0x8000 : 0);
    this.#uint16(0);
  }

  finish({ id, flags, counts }: Head): Buffer {
    for (const [index, value] of [id, flags, ...counts].entries()) this.#bytes.writeUInt16BE(value, index * 2);
    return this.#bytes.subarray(0, this.#length);
  }

  #data(record: DnsRecord): void {
    switch (record.type) {
      case 'A':
      case 'AAAA':
        return this.#copy(addressBytes(record.address));
      case 'CNAME':
      case 'NS':
      case 'PTR':
        return this.#name(record.target);
      case 'SRV':
        for (const value of [record.priority, record.weight, record.port]) this.#uint16(value);
        // Old readers do not expect pointers here. RFC 2782.
        return this.#name(record.target, { mayPoint: false });
      case 'TXT':
        this.#uint8(Buffer.byteLength(record.text));
        return this.#copy(Buffer.from(record.text));
      case 'SOA':
        this.#name(record.primary);
        this.#name(record.contact);
        for (const value of [record.serial, 7200, 1800, 86_400, record.negativeTtlSeconds]) this.#uint32(value);
    }
  }

  #name(name: string, { mayPoint = true } = {}): void {
    for (let rest = name; rest !== '';) {
      const known = mayPoint ? this.#offsets.get(rest) : undefined;
      if (known !== undefined) return this.#uint16(0xc000 | known);
      if (this.#length < 0x4000 && !this.#offsets.has(rest)) this.#offsets.set(rest, this.#length);
      const dot = rest.indexOf('.');
      const label = dot < 0 ? rest : rest.slice(0, dot);
      this.#uint8(label.length);
      this.#copy(Buffer.from(label, 'latin1'));
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
    this.#uint8(0);
  }

  #remember(name: string, start: number): void {
    let offset = start;
    for (let rest = name; rest !== '';) {
      this.#offsets.set(rest, offset);
      const dot = rest.indexOf('.');
      offset += 1 + (dot < 0 ? rest.length : dot);
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
  }

  #copy(bytes: Uint8Array): void {
    this.#ensureRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #uint8(value: number): void {
    this.#ensureRoom(1);
    this.#length = this.#bytes.writeUInt8(value, this.#length);
  }

  #uint16(value: number): void {
    this.#ensureRoom(2);
    this.#length = this.#bytes.writeUInt16BE(value, this.#length);
  }

  #uint32(value: number): void {
    this.#ensureRoom(4);
    this.#length = this.#bytes.writeUInt32BE(value, this.#length);
  }

  #ensureRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#length + count) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

const addressBytes = (address: string): Uint8Array =>
  isIPv4(address) ? Uint8Array.from(address.split('.'), Number) : Uint8Array.from(ipaddr.parse(address).toByteArray());
