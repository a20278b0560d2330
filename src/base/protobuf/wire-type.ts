import type protobuf from 'protobufjs/minimal.js';

/** The five ways a protobuf field lies on the wire; 3 and 4, groups, are history. */
export const wire = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;
export type Wire = (typeof wire)[keyof typeof wire];

/** How one kind of value is written and read. Values of fields that are not on the wire are `absent()`. */
export interface WireType<Value> {
  readonly wire: Wire;
  absent(): Value;
  /** Proto3 leaves default values out. */
  isAbsent(value: Value): boolean;
  /** Writes the value without its tag. */
  write(writer: protobuf.Writer, value: Value): void;
  /** Reads the value after its tag. */
  read(reader: protobuf.Reader): Value;
  /** Present on types that take more than one occurrence, or the packed form, of their field. */
  readonly repeated?: Repetition<Value>;
}

export interface Repetition<Value> {
  writeAll(writer: protobuf.Writer, value: Value, field: number): void;
  /** Returns the value so far with what was read added. */
  readInto(reader: protobuf.Reader, value: Value, wire: number): Value;
}

export const tag = (field: number, wireNumber: number): number => ((field << 3) | wireNumber) >>> 0;
