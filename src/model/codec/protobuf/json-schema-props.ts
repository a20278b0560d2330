import { isObject } from '../../patch/json-object.ts';
import type { ObjectSchema } from '../../schema.ts';
import { messageType } from './message-type.ts';
import type { Reader } from './reader.ts';
import type { ReverseWriter } from './reverse-writer.ts';
import { mapType, objectType, type ReadOptions, type ValueType } from './value-type.ts';

const schemaName = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
const subresourcesName = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources';

/**
 * Fields of custom resource definitions that are any JSON to their schema. Those that hold one thing or another are shown
 * as just that, while protobuf has a message with a field for each. None for all other fields.
 */
export function jsonSchemaField(owner: ObjectSchema, name: string): ValueType | undefined {
  if (owner.name === subresourcesName && name === 'status') return presence;
  if (owner.name !== schemaName) return undefined;
  const schema = objectType(() => messageType(owner));
  switch (name) {
    case 'items':
      return schemaOrList(schema, schema);
    case 'additionalProperties':
    case 'additionalItems':
      return schemaOrBoolean(schema);
    case 'dependencies':
      return mapType(schemaOrList(schema, textItem));
    default:
      return undefined;
  }
}

/** A message without fields: what counts is that it is there. */
const presence = objectType(() => ({
  write: () => undefined,
  read(reader) {
    while (!reader.isAtEnd) reader.skip(reader.varint() & 7);
    return {};
  },
}));

const textItem: ValueType = {
  wireType: 2,
  write: (writer, value, field) => writer.text(value as string, field),
  read: (reader) => reader.text(),
};

const schemaOrList = (schema: ValueType, item: ValueType): ValueType =>
  choice(
    (writer, value) => {
      if (!Array.isArray(value)) return schema.write(writer, value, 1);
      for (let index = value.length - 1; index >= 0; index--) item.write(writer, value[index], 2);
    },
    (reader, field, { before, depth }) => {
      if (field === 1) return schema.read(reader, { before: undefined, depth });
      return [...(Array.isArray(before) ? before : []), item.read(reader, { before: undefined, depth })];
    },
  );

const schemaOrBoolean = (schema: ValueType): ValueType =>
  choice(
    (writer, value) => {
      if (isObject(value)) schema.write(writer, value, 2);
      writer.varint(value === false ? 0 : 1);
      writer.tag(1, 0);
    },
    (reader, field, { before, depth }) => {
      if (field === 2) return schema.read(reader, { before: undefined, depth });
      const allowed = reader.varint() !== 0;
      return isObject(before) ? before : allowed;
    },
  );

/** Both choices are fields 1 and 2 of a message. */
function choice(
  write: (writer: ReverseWriter, value: unknown) => void,
  read: (reader: Reader, field: number, options: ReadOptions) => unknown,
): ValueType {
  return {
    wireType: 2,
    write(writer, value, field) {
      const before = writer.length;
      write(writer, value);
      writer.enclose(before, field);
    },
    read(reader, { depth }) {
      const message = reader.message();
      let value: unknown;
      while (!message.isAtEnd) {
        const tag = message.varint();
        const field = tag >>> 3;
        if (field === 1 || field === 2) value = read(message, field, { before: value, depth });
        else message.skip(tag & 7);
      }
      return value;
    },
  };
}
