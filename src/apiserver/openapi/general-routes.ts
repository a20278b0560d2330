import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '../../model/discovery.ts';
import type { ObjectSchema } from '../../model/schema.ts';
import { keySetContentType, keySetPath, openIdConfigurationPath } from '../authentication/service-account/discovery.ts';
import { objectTypes } from './content.ts';
import type { Operation, Route } from './operation.ts';
import { operationId, tagOf } from './operation-name.ts';
import { rootOf } from './place.ts';
import { reference } from './schema.ts';
import { VersionInfo } from './schemas.ts';

/** What is asked of the server itself rather than of a resource. */
export function generalRoutes(kinds: readonly Kind[]): readonly Route[] {
  const versions = new Map(kinds.map((kind) => [apiVersionOf(kind), kind]));
  const groups = new Set(kinds.map(({ group }) => group).filter((group) => group !== ''));
  return [
    document('/api/', APIVersions, { tag: 'core', id: 'getCoreAPIVersions', description: 'Shows the versions of the core group.' }),
    document('/apis/', APIGroupList, { tag: 'apis', id: 'getAPIVersions', description: 'Shows all groups.' }),
    ...[...groups].map((group) =>
      document(`/apis/${group}/`, APIGroup, {
        tag: tagOf({ group }),
        id: operationId('get', { group }, 'APIGroup'),
        description: 'Shows the versions of a group.',
      }),
    ),
    ...[...versions.values()].map((kind) =>
      document(`${rootOf(kind)}/`, APIResourceList, {
        tag: tagOf(kind),
        id: operationId('get', kind, 'APIResources'),
        description: 'Shows the resources of a version of a group.',
      }),
    ),
    get('/version/', {
      tag: 'version',
      id: 'getCodeVersion',
      description: 'Shows the version of the server.',
      consumes: ['application/json'],
      produces: ['application/json'],
      responses: { '200': reference(VersionInfo.name) },
    }),
    get(`${openIdConfigurationPath}/`, {
      tag: 'WellKnown',
      id: 'getServiceAccountIssuerOpenIDConfiguration',
      description: 'Shows who issues the tokens of service accounts, by OpenID Connect Discovery.',
      consumes: [],
      produces: ['application/json'],
      responses: { '200': { type: 'string' } },
    }),
    get(`${keySetPath}/`, {
      tag: 'openid',
      id: 'getServiceAccountIssuerOpenIDKeyset',
      description: 'Shows the keys by which tokens of service accounts are checked.',
      consumes: [],
      produces: [keySetContentType],
      responses: { '200': { type: 'string' } },
    }),
  ];
}

const document = (path: string, schema: ObjectSchema, about: Pick<Operation, 'tag' | 'id' | 'description'>): Route =>
  get(path, { ...about, consumes: objectTypes, produces: objectTypes, responses: { '200': reference(schema.name) } });

const get = (path: string, operation: Omit<Operation, 'parameters'>): Route => ({
  path,
  method: 'get',
  operation: { ...operation, parameters: [] },
});
