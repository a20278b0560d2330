import type protobuf from 'protobufjs/minimal.js';
import { wire, type Wire, type WireType } from './wire-type.ts';

export const text = scalar<string>(wire.delimited, '', {
  write: (writer, value) => writer.string(value),
  read: (reader) => reader.string(),
});

export const bytes: WireType<Uint8Array> = {
  wire: wire.delimited,
  absent: () => new Uint8Array(),
  isAbsent: (value) => value.length === 0,
  write: (writer, value) => void writer.bytes(value),
  read: (reader) => reader.bytes(),
};

export const flag = scalar<boolean>(wire.varint, false, {
  write: (writer, value) => writer.bool(value),
  read: (reader) => reader.bool(),
});

export const int32 = scalar<number>(wire.varint, 0, {
  write: (writer, value) => writer.int32(value),
  read: (reader) => reader.int32(),
});

export const uint32 = scalar<number>(wire.varint, 0, {
  write: (writer, value) => writer.uint32(value),
  read: (reader) => reader.uint32(),
});

export const double = scalar<number>(wire.fixed64, 0, {
  write: (writer, value) => writer.double(value),
  read: (reader) => reader.double(),
});

/** As a number: exact up to 2^53, the nearest beyond. Refuses fractions. Right for sizes and identities. */
export const int64 = scalar<number>(wire.varint, 0, {
  write: (writer, value) => writer.int64(whole(value)),
  read: (reader) => nearest(reader.int64()),
});

export const uint64 = scalar<number>(wire.varint, 0, {
  write: (writer, value) => writer.uint64(whole(value)),
  read: (reader) => nearest(reader.uint64()),
});

/** Always exact. Right for nanoseconds, which pass 2^53 after 104 days. */
export const exactInt64 = scalar<bigint>(wire.varint, 0n, {
  write: (writer, value) => writer.int64(value.toString()),
  read: (reader) => exact(reader.int64()),
});

export const exactUint64 = scalar<bigint>(wire.varint, 0n, {
  write: (writer, value) => writer.uint64(value.toString()),
  read: (reader) => exact(reader.uint64()),
});

/** An enumeration whose members are numbered from zero. Numbers nobody has named yet read as `otherwise`. */
export function choice<const Members extends readonly [string, ...string[]]>(
  members: Members,
  { otherwise = members[0] }: { otherwise?: Members[number] } = {},
): WireType<Members[number]> {
  const numbers = new Map<string, number>(members.map((member, index) => [member, index]));
  return scalar<Members[number]>(wire.varint, members[0], {
    write: (writer, value) => writer.int32(numbers.get(value) ?? refuse(value, members)),
    read: (reader) => members[reader.int32()] ?? otherwise,
  });
}

function refuse(value: string, members: readonly string[]): never {
  throw new RangeError(`${JSON.stringify(value)} is none of ${members.join(', ')}`);
}

/** The halves in which 64 bits are read. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

const highHalf = ({ high, unsigned }: Long): number => (unsigned ? high >>> 0 : high | 0);
const nearest = (long: Long): number => highHalf(long) * 2 ** 32 + (long.low >>> 0);
const exact = (long: Long): bigint => (BigInt(highHalf(long)) << 32n) | BigInt(long.low >>> 0);

/** BigInt refuses fractions and what is no number. */
const whole = (value: number): number | string => (Number.isSafeInteger(value) ? value : BigInt(value).toString());

interface ScalarCodec<Value> {
  write(writer: protobuf.Writer, value: Value): unknown;
  read(reader: protobuf.Reader): Value;
}

function scalar<Value>(wireNumber: Wire, absent: Value, codec: ScalarCodec<Value>): WireType<Value> {
  return {
    wire: wireNumber,
    absent: () => absent,
    isAbsent: (value) => value === absent,
    write: (writer, value) => void codec.write(writer, value),
    read: (reader) => codec.read(reader),
  };
}
