import { writeYaml } from '../../../model/codec/yaml.ts';
import type { ReverseWriter } from '../../../model/codec/protobuf/reverse-writer.ts';

/** Writes a value as a field of this number. */
export type FieldWriter = (writer: ReverseWriter, value: unknown, field: number) => void;

export const text: FieldWriter = (writer, value, field) => writer.text(String(value), field);

/** False is not written. */
export const flag: FieldWriter = (writer, value, field) => {
  if (value !== true) return;
  writer.varint(1);
  writer.tag(field, 0);
};

export const integer: FieldWriter = (writer, value, field) => {
  writer.varint(Number(value));
  writer.tag(field, 0);
};

export const double: FieldWriter = (writer, value, field) => {
  writer.double(Number(value));
  writer.tag(field, 1);
};

export const repeated =
  (item: FieldWriter): FieldWriter =>
  (writer, value, field) => {
    for (const each of (value as readonly unknown[]).toReversed()) item(writer, each, field);
  };

/** Puts what `write` writes into a message of its own. */
export const within =
  (write: (writer: ReverseWriter, value: unknown) => void): FieldWriter =>
  (writer, value, field) => {
    const before = writer.length;
    write(writer, value);
    writer.enclose(before, field);
  };

/** Any value is told as YAML. */
export const any = within((writer, value) => writer.text(writeYaml(value), 2));

/** One entry of a map. */
const pair = (item: FieldWriter): FieldWriter =>
  within((writer, entry) => {
    const [name, value] = entry as readonly [string, unknown];
    item(writer, value, 2);
    writer.text(name, 1);
  });

/** The number and form of each property of a message. */
export type Fields = Readonly<Record<string, readonly [number: number, writer: FieldWriter]>>;

export interface MessageOptions {
  readonly fields: Fields;
  /** Where properties go that are not listed: those that begin with `x-`, and all others. */
  readonly extensions?: number;
  readonly others?: readonly [number: number, item: FieldWriter];
}

/** Writes the properties of an object, without saying that it is one. Its definition is looked at when first used, as it may contain itself. */
export function body(define: () => MessageOptions): (writer: ReverseWriter, value: unknown) => void {
  let write: ((writer: ReverseWriter, value: object) => void) | undefined;
  return (writer, value) => {
    write ??= compile(define());
    write(writer, value as object);
  };
}

export const message = (define: () => MessageOptions): FieldWriter => within(body(define));

function compile({ fields, extensions, others }: MessageOptions): (writer: ReverseWriter, value: object) => void {
  const extension = pair(any);
  const other = others && pair(others[1]);
  const known = new Map(Object.entries(fields));
  return (writer, value) => {
    const parts: (readonly [number: number, write: FieldWriter, value: unknown])[] = [];
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const field = known.get(name);
      if (field) parts.push([...field, inner]);
      else if (extensions !== undefined && name.startsWith('x-')) parts.push([extensions, extension, [name, inner]]);
      else if (others && other) parts.push([others[0], other, [name, inner]]);
      else throw new TypeError(`no field for ${name}`);
    }
    // Written from the end.
    for (const [number, write, inner] of parts.toSorted(([a], [b]) => a - b).toReversed()) write(writer, inner, number);
  };
}

/** Values by name. */
export const map = (item: FieldWriter): FieldWriter => message(() => ({ fields: {}, others: [1, item] }));

/** The scopes by the name of their scheme; the same in both versions. */
export const securityRequirement = map(within((writer, value) => repeated(text)(writer, value, 1)));
