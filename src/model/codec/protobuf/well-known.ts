import { formatMicroTime, formatTime } from '../../timestamp.ts';
import type { Reader } from './reader.ts';
import type { ReverseWriter } from './reverse-writer.ts';
import type { ValueType } from './value-type.ts';

// Types that are one value in JSON, but a message with fields in protobuf.

function message(
  write: (writer: ReverseWriter, value: unknown) => void,
  read: (fields: Map<number, unknown>) => unknown,
  types: Readonly<Record<number, (reader: Reader) => unknown>>,
): ValueType {
  return {
    wireType: 2,
    write(writer, value, field) {
      const before = writer.length;
      write(writer, value);
      writer.enclose(before, field);
    },
    read(reader) {
      const inner = reader.message();
      const fields = new Map<number, unknown>();
      while (!inner.isAtEnd) {
        const tag = inner.varint();
        const type = types[tag >>> 3];
        if (type) fields.set(tag >>> 3, type(inner));
        else inner.skip(tag & 7);
      }
      return read(fields);
    },
  };
}

const integer = (reader: Reader): number => reader.varint();
const text = (reader: Reader): string => reader.text();

function writeTime(writer: ReverseWriter, seconds: number, nanos: number): void {
  writer.varint(nanos);
  writer.tag(2, 0);
  writer.varint(seconds);
  writer.tag(1, 0);
}

/** A time that was never set is a message without fields. */
const timeType = (withMicros: boolean): ValueType =>
  message(
    (writer, value) => {
      if (value === null || value === undefined) return;
      const written = value as string;
      const ms = Date.parse(`${written.slice(0, 19)}Z`);
      writeTime(writer, ms / 1000, withMicros ? Number(written.slice(20, 26)) * 1000 : 0);
    },
    (fields) => {
      if (fields.size === 0) return null;
      const ms = ((fields.get(1) as number | undefined) ?? 0) * 1000;
      if (!withMicros) return formatTime(ms);
      const micros = Math.trunc(((fields.get(2) as number | undefined) ?? 0) / 1000);
      return `${formatMicroTime(ms).slice(0, 20)}${String(micros).padStart(6, '0')}Z`;
    },
    { 1: integer, 2: integer },
  );

export const time = timeType(false);
export const microTime = timeType(true);

export const quantity = message(
  (writer, value) => writer.text((value as string | undefined) ?? '0', 1),
  (fields) => fields.get(1) ?? '0',
  { 1: text },
);

export const intOrString = message(
  (writer, value = 0) => {
    const isText = typeof value === 'string';
    writer.text(isText ? value : '', 3);
    writer.varint(isText ? 0 : (value as number));
    writer.tag(2, 0);
    writer.varint(isText ? 1 : 0);
    writer.tag(1, 0);
  },
  (fields) => (fields.get(1) === 1 ? (fields.get(3) ?? '') : (fields.get(2) ?? 0)),
  { 1: integer, 2: integer, 3: text },
);

/** JSON text as it is. */
const rawType: ValueType = message(
  (writer, value) => {
    if (value !== null && value !== undefined) writer.text(JSON.stringify(value), 1);
  },
  (fields) => {
    const raw = fields.get(1) as string | undefined;
    return raw ? (JSON.parse(raw) as unknown) : null;
  },
  { 1: text },
);

export const rawExtension = rawType;
export const json = rawType;
