import { Scale } from '../../kinds/autoscaling/scale.ts';
import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { Binding } from '../../kinds/core/binding.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '../../model/discovery.ts';
import { typeFields, type Kind } from '../../model/kind.ts';
import { DeleteOptions, ListMeta, Status } from '../../model/meta.ts';
import { always, defineType, list, object, rawExtension, required, string, type ObjectSchema } from '../../model/schema.ts';
import { addSchema, type Schemas } from './object-schema.ts';
import { namedScalars } from './scalar-schemas.ts';
import type { OpenApiSchema } from './schema.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export const patchName = `${meta}.Patch`;
export const listNameOf = ({ schema }: Pick<Kind, 'schema'>): string => `${schema.name}List`;

export const WatchEvent = defineType(
  `${meta}.WatchEvent`,
  'One change: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR, with the object or a Status.',
  {
    type: required(string(1, 'What happened: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.')),
    object: required(rawExtension(2, 'The object as it is now, or was before it was deleted; a Status for ERROR.')),
  },
);

export const VersionInfo = defineType('io.k8s.apimachinery.pkg.version.Info', 'What runs here, and since when.', {
  major: required(string(0, 'First part of the version.')),
  minor: required(string(0, 'Second part of the version.')),
  gitVersion: required(string(0, 'The version in full, such as v1.36.2.')),
  gitCommit: required(string(0, 'Commit that was built.')),
  gitTreeState: required(string(0, 'Whether the source was that of the commit: clean or dirty.')),
  buildDate: required(string(0, 'When it was built.')),
  goVersion: required(string(0, 'Version of the language or runtime that it runs on.')),
  compiler: required(string(0, 'What compiled it.')),
  platform: required(string(0, 'Operating system and architecture, such as linux/amd64.')),
  emulationMajor: string(0, 'First part of the version that it behaves as.'),
  emulationMinor: string(0, 'Second part of the version that it behaves as.'),
  minCompatibilityMajor: string(0, 'First part of the oldest version that it works with.'),
  minCompatibilityMinor: string(0, 'Second part of the oldest version that it works with.'),
});

type GroupVersion = Pick<Kind, 'group' | 'version'>;

const core: GroupVersion = { group: '', version: 'v1' };

/** All schemas that documents about these kinds refer to, by name. */
export function schemasOf(kinds: readonly Kind[]): ReadonlyMap<string, OpenApiSchema> {
  const schemas: Schemas = new Map(Object.entries(namedScalars));
  for (const type of [APIGroup, APIGroupList, APIResourceList, APIVersions, DeleteOptions, Status]) {
    addSchema({ ...type, fields: { ...typeFields, ...type.fields } }, schemas);
    amend(schemas, type.name, groupVersionKinds(kindOf(type), [core]));
  }
  for (const kind of new Set([...kinds, Binding, Eviction, Scale, TokenRequest])) {
    addSchema(kind.schema, schemas);
    amend(schemas, kind.schema.name, groupVersionKinds(kind.kind, [kind]));
    if (kind.verbs === undefined || kind.verbs.includes('list')) addList(kind, schemas);
  }
  addSchema(WatchEvent, schemas);
  addSchema(VersionInfo, schemas);
  schemas.set(patchName, { description: 'A patch in one of the forms that its media type names.', type: 'object' });
  return schemas;
}

/** The same for documents of these versions. Two types belong to all versions, which the documents of each tell. */
export function schemasWithin(
  versions: readonly GroupVersion[],
  schemas: ReadonlyMap<string, OpenApiSchema>,
): ReadonlyMap<string, OpenApiSchema> {
  const result = new Map(schemas);
  const all = [core, ...versions.filter(({ group }) => group !== '')];
  for (const type of [DeleteOptions, WatchEvent]) amend(result, type.name, groupVersionKinds(kindOf(type), all));
  return result;
}

const kindOf = ({ name }: ObjectSchema): string => name.slice(name.lastIndexOf('.') + 1);

const amend = (schemas: Schemas, name: string, more: OpenApiSchema): Schemas => schemas.set(name, { ...schemas.get(name), ...more });

const groupVersionKinds = (kind: string, versions: readonly GroupVersion[]): OpenApiSchema => ({
  'x-kubernetes-group-version-kind': versions
    .map(({ group, version }) => groupVersionKind({ group, version, kind }))
    .toSorted((a, b) => compare(a.group, b.group) || compare(a.version, b.version)),
});

export const groupVersionKind = ({ group, version, kind }: Pick<Kind, 'group' | 'version' | 'kind'>) => ({ group, kind, version });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function addList(kind: Kind, schemas: Schemas): void {
  const name = `${kind.kind}List`;
  addSchema(listType(kind), schemas);
  amend(schemas, listNameOf(kind), groupVersionKinds(name, [kind]));
}

const listType = (kind: Kind): ObjectSchema =>
  defineType(listNameOf(kind), `A list of objects of kind ${kind.kind}.`, {
    ...typeFields,
    metadata: always(object(1, ListMeta, 'Version of the list, and how to go on where there is more.')),
    items: required(list(2, kind.schema, 'The objects.')),
  });
