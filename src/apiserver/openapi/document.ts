import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { kubernetesVersion } from '../endpoints/version.ts';
import { generalRoutes } from './general-routes.ts';
import { pathItems, type PathItem, type Route } from './operation.ts';
import { resourceRoutes } from './resource-routes.ts';
import { referredTo, type OpenApiSchema } from './schema.ts';
import { schemasOf, schemasWithin } from './schemas.ts';
import { subresourceRoutes } from './subresource-routes.ts';

/** What a document tells, in no version of OpenAPI yet. */
export interface Document {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  /** Those that the paths refer to. */
  readonly schemas: Readonly<Record<string, OpenApiSchema>>;
  readonly security: Readonly<Record<string, object>>;
}

/** Everything that is served, in one document. */
export const wholeDocument = (kinds: readonly Kind[]): Document =>
  documentOf(routesOf(kinds), { versions: kinds, schemas: schemasOf(kinds) });

/** By the root that the paths of a document have in common, without slashes around it: `apis`, `apis/apps`, `apis/apps/v1`. */
export function documentsByRoot(kinds: readonly Kind[]): ReadonlyMap<string, Document> {
  const schemas = schemasOf(kinds);
  const byRoot = Map.groupBy(routesOf(kinds), ({ path }) => rootOf(path));
  return new Map(
    [...byRoot].map(([root, routes]) => {
      const versions = kinds.filter((kind) => root === `apis/${apiVersionOf(kind)}`);
      return [root, documentOf(routes, { versions, schemas })];
    }),
  );
}

const routesOf = (kinds: readonly Kind[]): readonly Route[] => [
  ...generalRoutes(kinds),
  ...kinds.flatMap((kind) => [...resourceRoutes(kind), ...subresourceRoutes(kind)]),
];

const rootOf = (path: string): string => /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)\/./.exec(`${path} `)?.[1] ?? path.replaceAll(/^\/|\/$/g, '');

interface DocumentOptions {
  readonly versions: readonly Pick<Kind, 'group' | 'version'>[];
  readonly schemas: ReadonlyMap<string, OpenApiSchema>;
}

function documentOf(routes: readonly Route[], { versions, schemas }: DocumentOptions): Document {
  const { major, minor, patch } = kubernetesVersion;
  const paths = pathItems(routes);
  const distinct = [...new Map(versions.map(({ group, version }) => [`${group}/${version}`, { group, version }])).values()];
  return {
    info: { title: 'Kubernetes', version: `v${major}.${minor}.${patch}` },
    paths,
    schemas: referredTo(paths, schemasWithin(distinct, schemas)),
    security: { BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' } },
  };
}
