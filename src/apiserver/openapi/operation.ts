import type { OpenApiSchema } from './schema.ts';

/** What can be done by one method at one path, free of the version of OpenAPI that it is told in. */
export interface Route {
  /** With the names of parameters, e.g. `/api/v1/nodes/{name}`. */
  readonly path: string;
  readonly method: HttpMethod;
  readonly operation: Operation;
}

export type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

export interface Operation {
  readonly tag: string;
  readonly id: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly schema: OpenApiSchema; readonly required: boolean };
  /** Media types. */
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** What comes back, by code. */
  readonly responses: Readonly<Partial<Record<'200' | '201' | '202', OpenApiSchema>>>;
  /** `x-kubernetes-…` */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description: string;
}

export interface PathItem {
  /** Those that all operations of the path take. */
  readonly parameters: readonly Parameter[];
  readonly operations: Readonly<Partial<Record<HttpMethod, Operation>>>;
}

/** By path, with what all operations of a path take said once. */
export function pathItems(routes: readonly Route[]): Readonly<Record<string, PathItem>> {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  return Object.fromEntries([...byPath].toSorted(([a], [b]) => compare(a, b)).map(([path, ofPath]) => [path, pathItem(ofPath)]));
}

function pathItem(routes: readonly Route[]): PathItem {
  const [first, ...others] = routes.map(({ operation }) => operation.parameters);
  const shared = new Set((first ?? []).filter((parameter) => others.every((parameters) => parameters.includes(parameter))));
  return {
    parameters: sorted([...shared]),
    operations: Object.fromEntries(
      routes.map(({ method, operation }) => [
        method,
        { ...operation, parameters: sorted(operation.parameters.filter((parameter) => !shared.has(parameter))) },
      ]),
    ),
  };
}

const sorted = (parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.toSorted((a, b) => compare(a.name, b.name) || compare(a.in, b.in));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is said of an answer, by its code. */
export const answerDescription = (code: string): string => descriptions[code] ?? '';

const descriptions: Readonly<Record<string, string>> = { '200': 'OK', '201': 'Created', '202': 'Accepted', '401': 'Unauthorized' };
