import type { Document } from './document.ts';
import { mapValues } from './map-values.ts';
import { answerDescription, type Operation, type Parameter, type PathItem } from './operation.ts';
import type { OpenApiSchema } from './schema.ts';

/** OpenAPI 3.0 */
export const documentV3 = ({ info, paths, schemas, security }: Document): object => ({
  openapi: '3.0.0',
  info,
  paths: mapValues(paths, pathItem),
  components: { ...(Object.keys(schemas).length > 0 && { schemas }), securitySchemes: security },
});

const pathItem = ({ parameters, operations }: PathItem): object => ({
  ...mapValues(operations, operation),
  ...(parameters.length > 0 && { parameters: parameters.map(parameter) }),
});

function operation({ tag, id, description, parameters, body, consumes, produces, responses, extensions }: Operation): object {
  const codes = Object.entries(responses).map(([code, schema]) => {
    return [code, { description: answerDescription(code), content: contentOf(produces, schema) }];
  });
  return {
    tags: [tag],
    description,
    operationId: id,
    ...(parameters.length > 0 && { parameters: parameters.map(parameter) }),
    ...(body && { requestBody: { content: contentOf(consumes, body.schema), ...(body.required && { required: true }) } }),
    responses: { ...Object.fromEntries(codes), '401': { description: answerDescription('401') } },
    ...extensions,
  };
}

const contentOf = (types: readonly string[], schema: OpenApiSchema): object => Object.fromEntries(types.map((type) => [type, { schema }]));

const parameter = ({ name, in: place, description, type }: Parameter): object => ({
  name,
  in: place,
  description,
  ...(place === 'path' && { required: true }),
  schema: { type, uniqueItems: true },
});
