import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateSchema } from './schema-validation.ts';
import type { CustomResourceColumnDefinition, CustomResourceDefinitionVersion, CustomResourceSubresources } from './schema.ts';
import { validateSelection } from './selectable-fields.ts';
import type { Strictness } from './strictness.ts';

const columnTypes: readonly string[] = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats: readonly string[] = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const longestWarning = 256;

export function* validateVersion(
  version: Readonly<CustomResourceDefinitionVersion>,
  { hasStatus, strictness }: { hasStatus: boolean; strictness: Strictness },
  field: Field,
): FieldErrors {
  const { deprecated = false, deprecationWarning, schema, subresources, additionalPrinterColumns = [], selectableFields = [] } = version;
  for (const problem of warningProblems(deprecated, deprecationWarning)) {
    yield field.at('deprecationWarning').invalid(deprecationWarning, problem);
  }
  if (schema) yield* validateSchema(schema, { hasStatus, strictness }, field.at('schema'));
  if (subresources) yield* validateSubresources(subresources, field.at('subresources'));
  for (const [index, column] of additionalPrinterColumns.entries())
    yield* validateColumn(column, field.at('additionalPrinterColumns', index));
  if (selectableFields.length === 0) return;
  const mayBeMany = strictness.mayHaveManySelectableFields.has(version.name);
  if (schema?.openAPIV3Schema) yield* validateSelection(selectableFields, schema.openAPIV3Schema, field, { mayBeMany });
  else yield field.at('selectableFields').invalid('', 'may only be set when `version.schema.openAPIV3Schema` is not included');
}

function* warningProblems(deprecated: boolean, warning: string | undefined): Iterable<string> {
  if (warning === undefined) return;
  if (!deprecated) {
    yield 'can only be set for deprecated versions';
    return;
  }
  if (Buffer.byteLength(warning) > longestWarning) yield `must be <= ${longestWarning} characters long`;
  if (warning === '') yield 'must not be an empty string';
  // A space is the one separator that counts as printable.
  const index = warning.replaceAll(' ', '.').search(/[\p{C}\p{Z}]/u);
  if (index < 0) return;
  const at = Buffer.byteLength(warning.slice(0, index));
  yield `must only contain printable UTF-8 characters; non-printable character found at index ${at}`;
}

export function* validateSubresources({ scale }: Readonly<CustomResourceSubresources>, field: Field): FieldErrors {
  if (!scale) return;
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  yield* validateReplicasPath(specReplicasPath, 'spec', field.at('scale.specReplicasPath'));
  yield* validateReplicasPath(statusReplicasPath, 'status', field.at('scale.statusReplicasPath'));
  if (!labelSelectorPath) return;
  const at = field.at('scale.labelSelectorPath');
  if (!labelSelectorPath.startsWith('.')) yield at.invalid(labelSelectorPath, notSimple);
  else if (!/^\.(?:spec|status)\./.test(labelSelectorPath)) {
    yield at.invalid(labelSelectorPath, 'should be a json path under either .spec or .status');
  }
}

const notSimple = 'must be a simple json path starting with .';

function* validateReplicasPath(path: string, under: string, field: Field): FieldErrors {
  if (!path) yield field.required();
  else if (!path.startsWith('.')) yield field.invalid(path, notSimple);
  else if (!path.startsWith(`.${under}.`)) yield field.invalid(path, `should be a json path under .${under}`);
}

export function* validateColumn(
  { name, type, format = '', jsonPath }: Readonly<CustomResourceColumnDefinition>,
  field: Field,
): FieldErrors {
  if (!name) yield field.at('name').required();
  const oneOf = `must be one of ${columnTypes.join(',')}`;
  if (!type) yield field.at('type').required(oneOf);
  else if (!columnTypes.includes(type)) yield field.at('type').invalid(type, oneOf);
  if (format && !columnFormats.includes(format)) yield field.at('format').invalid(format, `must be one of ${columnFormats.join(',')}`);
  if (!jsonPath) yield field.at('JSONPath').required();
  else if (!jsonPath.startsWith('.')) yield field.at('JSONPath').invalid(jsonPath, notSimple);
}
