import { allSchemas } from './json-schema.ts';
import type { CustomResourceDefinitionSpec, JSONSchemaProps } from './schema.ts';

const stringFormats = new Set(
  'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor rgbcolor byte password date duration datetime k8sshortname k8slongname'.split(
    ' ',
  ),
);
const numberFormats: Readonly<Record<string, readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };

/** Formats that nobody checks. Those that were there before are not told again. */
export function* formatWarnings(
  spec: Readonly<CustomResourceDefinitionSpec>,
  previous?: Readonly<CustomResourceDefinitionSpec>,
): Iterable<string> {
  const before = new Set(previous ? unknownFormats(previous) : []);
  for (const format of unknownFormats(spec)) if (!before.has(format)) yield `unrecognized format ${JSON.stringify(format)}`;
}

function* unknownFormats({ versions }: Readonly<CustomResourceDefinitionSpec>): Iterable<string> {
  const seen = new Set<string>();
  for (const { schema } of versions ?? []) {
    for (const { type = '', format } of schema?.openAPIV3Schema ? allSchemas(schema.openAPIV3Schema) : []) {
      if (!format || isKnown(type, format) || seen.has(format)) continue;
      seen.add(format);
      yield format;
    }
  }
}

const isKnown = (type: NonNullable<JSONSchemaProps['type']>, format: string): boolean =>
  type === '' || type === 'string' ? stringFormats.has(format.replaceAll('-', '')) : (numberFormats[type]?.includes(format) ?? false);
