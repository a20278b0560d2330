import type protobuf from 'protobufjs/minimal.js';
import { message } from './message.ts';
import { tag, wire, type WireType } from './wire-type.ts';

/** Undefined when it is not on the wire, and written even when it is the type's default: presence has a meaning. */
export function optional<Value>(type: WireType<Value>): WireType<Value | undefined> {
  return {
    wire: type.wire,
    absent: () => undefined,
    isAbsent: (value) => value === undefined,
    write: (writer, value) => {
      if (value !== undefined) type.write(writer, value);
    },
    read: (reader) => type.read(reader),
  };
}

/** A message with one field, as protobuf wraps values whose absence must show; here only the value. */
export function wrapped<Value>(type: WireType<Value>, field = 1): WireType<Value> {
  return converted(message<{ value: Value }>({ value: [field, type] }), {
    fromWire: ({ value }) => value,
    toWire: (value) => ({ value }),
  });
}

/** The same field with another shape in the program than on the wire. */
export function converted<Shape, OnWire>(
  type: WireType<OnWire>,
  { fromWire, toWire }: { fromWire: (value: OnWire) => Shape; toWire: (value: Shape) => OnWire },
): WireType<Shape> {
  return {
    wire: type.wire,
    absent: () => fromWire(type.absent()),
    isAbsent: (value) => type.isAbsent(toWire(value)),
    write: (writer, value) => type.write(writer, toWire(value)),
    read: (reader) => fromWire(type.read(reader)),
  };
}

/** Numbers are written packed and read either way. */
export function list<Value>(type: WireType<Value>): WireType<readonly Value[]> {
  const packed = type.wire !== wire.delimited;
  return {
    ...notAlone,
    absent: () => [],
    isAbsent: (values) => values.length === 0,
    repeated: {
      writeAll(writer, values, field) {
        if (!packed) {
          for (const value of values) type.write(writer.uint32(tag(field, type.wire)), value);
          return;
        }
        writer.uint32(tag(field, wire.delimited)).fork();
        for (const value of values) type.write(writer, value);
        writer.ldelim();
      },
      readInto(reader, values, wireNumber) {
        // Only this reader has the array, since absent() makes a new one for each message.
        const growing = values as Value[];
        if (packed && wireNumber === wire.delimited) {
          const length = reader.uint32();
          const end = reader.pos + length;
          while (reader.pos < end) growing.push(type.read(reader));
        } else if (wireNumber === type.wire) growing.push(type.read(reader));
        else reader.skipType(wireNumber);
        return growing;
      },
    },
  };
}

/** A map with text keys. */
export function mapOf<Value>(type: WireType<Value>): WireType<Readonly<Record<string, Value>>> {
  const entry = message<Entry<Value>>({ key: [1, textKey], value: [2, type] });
  return {
    ...notAlone,
    absent: () => ({}),
    isAbsent: (values) => Object.keys(values).length === 0,
    repeated: {
      writeAll(writer, values, field) {
        for (const [key, value] of Object.entries(values)) entry.write(writer.uint32(tag(field, wire.delimited)), { key, value });
      },
      readInto(reader, values, wireNumber) {
        if (wireNumber !== wire.delimited) {
          reader.skipType(wireNumber);
          return values;
        }
        const { key, value } = entry.read(reader);
        // Not by assignment: `__proto__` is a key like any other.
        return Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
      },
    },
  };
}

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
}

const textKey: WireType<string> = {
  wire: wire.delimited,
  absent: () => '',
  isAbsent: () => false,
  write: (writer, value) => void writer.string(value),
  read: (reader) => reader.string(),
};

const notAlone = {
  wire: wire.delimited,
  write(_writer: protobuf.Writer, _value: unknown): void {
    throw new TypeError('a repeated field cannot stand alone');
  },
  read(_reader: protobuf.Reader): never {
    throw new TypeError('a repeated field cannot stand alone');
  },
};
