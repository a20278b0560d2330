import type { Field, FieldError, FieldErrors } from '../../../model/field.ts';
import { goForm } from '../../go-form.ts';
import { validateDefaults } from './default-values.ts';
import { validateOpenApiSchema } from './open-api-validation.ts';
import { JSONSchemaProps, type CustomResourceValidation } from './schema.ts';
import type { Strictness } from './strictness.ts';
import { structuralProblems, unsupportedProblem } from './structural.ts';

/** Where the status is written apart, the whole must be open to be split. In upstream's names and order. */
const atRoot: readonly string[] = [
  'Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum', 'MaxLength', 'MinLength',
  'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items', 'Properties', 'ExternalDocs', 'Example',
  'XPreserveUnknownFields', 'XValidations',
]; // prettier-ignore

export function* validateSchema(
  { openAPIV3Schema: schema }: Readonly<CustomResourceValidation>,
  { hasStatus, strictness }: { hasStatus: boolean; strictness: Strictness },
  field: Field,
): FieldErrors {
  if (!schema) return;
  const at = field.at('openAPIV3Schema');
  const problems: FieldError[] = hasStatus ? [...validateRoot(schema, at)] : [];
  if (schema.nullable) problems.push(at.at('nullable').forbidden('nullable cannot be true at the root'));
  const unsupported = strictness.structure ? unsupportedProblem(schema) : undefined;
  if (strictness.structure && !unsupported) problems.push(...validateStructure(schema, at, strictness));
  problems.push(...validateOpenApiSchema(schema, at, { strictness, isRoot: true }));
  // What is not supported is mostly told of by the rules for each schema, in better words.
  if (problems.length === 0 && unsupported) problems.push(at.invalid('', unsupported));
  yield* problems;
}

function* validateRoot(schema: Readonly<JSONSchemaProps>, field: Field): FieldErrors {
  const onlyIf = 'if the status subresource is enabled';
  const shown = goForm(JSONSchemaProps, schema) as Record<string, unknown>;
  for (const [name, value] of Object.entries(shown)) {
    if (value === null || value === '' || value === false) continue;
    if (name === 'Type') {
      if (schema.type === 'object') continue;
      yield field.at('type').invalid(schema.type, `only "object" is allowed as the type at the root of the schema ${onlyIf}`);
      return;
    }
    if (atRoot.includes(name)) continue;
    yield field.invalid(shown, `only [${atRoot.join(' ')}] fields are allowed at the root of the schema ${onlyIf}`);
    return;
  }
}

/** Defaults can only be judged by what is structural. */
function validateStructure(schema: Readonly<JSONSchemaProps>, field: Field, { prunedDefaults }: Strictness): FieldErrors {
  const problems: FieldError[] = structuralProblems(schema, field);
  return problems.length > 0 ? problems : validateDefaults(schema, field, { mustBePruned: prunedDefaults });
}
