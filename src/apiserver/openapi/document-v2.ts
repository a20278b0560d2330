import { createHash } from 'node:crypto';
import type { Document } from './document.ts';
import { mapValues } from './map-values.ts';
import { answerDescription, type Operation, type Parameter, type PathItem } from './operation.ts';
import type { OpenApiSchema } from './schema.ts';

/** OpenAPI 2.0, also known as Swagger. */
export function documentV2({ info, paths, schemas, security }: Document): object {
  const shared = new SharedParameters();
  return {
    swagger: '2.0',
    info,
    paths: mapValues(paths, (item) => pathItem(item, shared)),
    definitions: mapValues(schemas, definition),
    parameters: shared.all(),
    securityDefinitions: security,
    security: Object.keys(security).map((name) => ({ [name]: [] })),
  };
}

const pathItem = ({ parameters, operations }: PathItem, shared: SharedParameters): object => ({
  ...mapValues(operations, (each) => operation(each, shared)),
  ...(parameters.length > 0 && { parameters: parameters.map((parameter) => shared.use(parameter)) }),
});

function operation(
  { tag, id, description, parameters, body, consumes, produces, responses, extensions }: Operation,
  shared: SharedParameters,
): object {
  const bodies = body ? [{ name: 'body', in: 'body', ...(body.required && { required: true }), schema: definition(body.schema) }] : [];
  const taken = [...bodies, ...parameters.map((parameter) => shared.use(parameter))];
  return {
    description,
    ...(consumes.length > 0 && { consumes }),
    produces,
    schemes: ['https'],
    tags: [tag],
    operationId: id,
    ...(taken.length > 0 && { parameters: taken }),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([code, schema]) => [code, { description: answerDescription(code), schema: definition(schema) }]),
      ),
      '401': { description: answerDescription('401') },
    },
    ...extensions,
  };
}

/** Clients find out by these whether a server knows dry runs and strict decoding, and do not look behind references. */
const alwaysInPlace: readonly string[] = ['name', 'dryRun', 'fieldValidation'];

/** Parameters stand once in the document and are referred to. */
class SharedParameters {
  readonly #byName = new Map<string, object>();

  use(parameter: Parameter): object {
    const { name, in: place, description, type } = parameter;
    const whole = { name, in: place, description, ...(place === 'path' && { required: true }), type, uniqueItems: true };
    if (alwaysInPlace.includes(name)) return whole;
    // Several parameters may have one name, but not the same description.
    const key = `${name}-${createHash('sha256').update(JSON.stringify(whole)).digest('base64url').slice(0, 8)}`;
    this.#byName.set(key, whole);
    return { $ref: `#/parameters/${key}` };
  }

  all(): object {
    return Object.fromEntries([...this.#byName].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/**
 * A schema in the older notation: without defaults, which clients of old took for what to send, and with references that stand
 * beside their descriptions rather than inside of `allOf`.
 */
function definition({
  default: _default,
  allOf,
  oneOf,
  $ref,
  items,
  additionalProperties,
  properties,
  ...rest
}: OpenApiSchema): OpenApiSchema {
  const [only] = Array.isArray(allOf) ? (allOf as readonly OpenApiSchema[]) : [];
  const target = $ref ?? only?.['$ref'];
  return {
    ...rest,
    ...(typeof target === 'string' && { $ref: target.replace('#/components/schemas/', '#/definitions/') }),
    // A choice of types cannot be told. Servers write the one that the other may be written as, too.
    ...(oneOf !== undefined && { type: 'string' }),
    ...(isSchema(items) && { items: definition(items) }),
    ...(isSchema(additionalProperties) && { additionalProperties: definition(additionalProperties) }),
    ...(isSchema(properties) && { properties: mapValues(properties as Readonly<Record<string, OpenApiSchema>>, definition) }),
  };
}

const isSchema = (value: unknown): value is OpenApiSchema => typeof value === 'object' && value !== null;
