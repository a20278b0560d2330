import type { Field, FieldError, FieldErrors } from '../../../model/field.ts';
import { goForm } from '../../go-form.ts';
import { validateDefaults } from './default-values.ts';
import { allSchemas } from './json-schema.ts';
import { validateOpenApiSchema } from './open-api-validation.ts';
import { JSONSchemaProps, type CustomResourceValidation } from './schema.ts';
import { structuralProblems } from './structural.ts';

/** Where the status is written apart, the whole must be open to be split. In upstream's names and order. */
const atRoot = [
  'Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum', 'ExclusiveMinimum', 'MaxLength', 'MinLength',
  'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf', 'Required', 'Items', 'Properties', 'ExternalDocs', 'Example',
  'XPreserveUnknownFields', 'XValidations',
]; // prettier-ignore

export function* validateSchema(
  { openAPIV3Schema: schema }: Readonly<CustomResourceValidation>,
  { hasStatus }: { hasStatus: boolean },
  field: Field,
): FieldErrors {
  if (!schema) return;
  const at = field.at('openAPIV3Schema');
  if (hasStatus) yield* validateRoot(schema, at);
  if (schema.nullable) yield at.at('nullable').forbidden('nullable cannot be true at the root');
  yield* validateStructure(schema, at);
  yield* validateOpenApiSchema(schema, at, { isRoot: true });
}

function* validateRoot(schema: Readonly<JSONSchemaProps>, field: Field): FieldErrors {
  const onlyIf = 'if the status subresource is enabled';
  for (const name of Object.keys(schema) as (keyof JSONSchemaProps)[]) {
    if (name === 'type') {
      if (schema.type === 'object') continue;
      yield field.at('type').invalid(schema.type ?? '', `only "object" is allowed as the type at the root of the schema ${onlyIf}`);
      return;
    }
    const goName = name.replace('x-kubernetes', 'x').replaceAll('-', '');
    if (atRoot.some((allowed) => allowed.toLowerCase() === goName.toLowerCase())) continue;
    const rule = `only [${atRoot.join(' ')}] fields are allowed at the root of the schema ${onlyIf}`;
    yield field.invalid(goForm(JSONSchemaProps, schema), rule);
    return;
  }
}

/** Each step needs what the one before has found to be in order. */
function* validateStructure(schema: Readonly<JSONSchemaProps>, field: Field): FieldErrors {
  const unsupported = firstUnsupported(schema);
  if (unsupported) {
    yield field.invalid('', unsupported);
    return;
  }
  const problems: FieldError[] = structuralProblems(schema, field);
  yield* problems.length > 0 ? problems : validateDefaults(schema, field);
}

function firstUnsupported(schema: Readonly<JSONSchemaProps>): string | undefined {
  for (const each of allSchemas(schema)) {
    const names = [
      each.id && 'id',
      each.$schema && 'schema',
      each.$ref && '$ref',
      Object.keys(each.patternProperties ?? {}).length > 0 && 'patternProperties',
      Object.keys(each.dependencies ?? {}).length > 0 && 'dependencies',
      each.additionalItems !== undefined && 'additionalItems',
      Object.keys(each.definitions ?? {}).length > 0 && 'definitions',
    ];
    const name = names.find(Boolean);
    if (name) return `OpenAPIV3Schema '${name}' is not supported`;
    if (Array.isArray(each.items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  }
  return undefined;
}
