import { isKnownFormat } from '../schema-values/formats.ts';
import { allSchemas } from './json-schema.ts';
import type { CustomResourceDefinitionSpec, JSONSchemaProps } from './schema.ts';

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
  type === '' || type === 'string' ? isKnownFormat(format) : (numberFormats[type]?.includes(format) ?? false);
