import { timestamp } from '../../base/clock.ts';
import { discover, discoveredKind, type DiscoveredResource } from '../../client/discovery.ts';
import { StorageVersionMigration, type StorageVersionMigrationStatus } from '../../kinds/storagemigration/storage-version-migration.ts';
import { isConditionTrue } from '../../model/conditions.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { completed, failed, running, succeeded, withCondition } from './conditions.ts';
import { markMigrated, markMigrating } from './definition.ts';
import { nextStep, type Step } from './plan.ts';
import { isPassing, rewriteAll } from './rewrite.ts';

const byResource = 'resource';
const keyOf = ({ spec: { resource } }: StorageVersionMigration): string => `${resource.resource}.${resource.group}`;
const verbs = ['update', 'patch', 'list'];
/** A custom resource may be served a while after its definition was made. */
const patienceMs = 60_000;

type Work = (migration: StorageVersionMigration, context: Context) => Promise<void>;

/** Has all objects of a resource written anew when asked to, one migration of a resource at a time. */
export const storageVersionMigrator: Controller = defineController({
  name: 'storage-version-migrator',
  for: StorageVersionMigration,
  wakes: [
    on(StorageVersionMigration, (migration, { cache }) =>
      cache.byIndex(StorageVersionMigration, byResource, keyOf(migration)).map(({ metadata }) => metadata),
    ),
  ],
  indexes: [index(StorageVersionMigration, byResource, (migration) => [keyOf(migration)])],
  workers: 5,

  async reconcile(migration, context) {
    const all = context.cache.byIndex(StorageVersionMigration, byResource, keyOf(migration));
    const others = all.filter(({ metadata }) => metadata.uid !== migration.metadata.uid);
    await works[nextStep(migration, others)](migration, context);
  },
});

const works: Readonly<Record<Step, Work>> = {
  none: async () => {},
  wait: async () => {},

  async begin(migration, context) {
    const { spec, metadata, status } = migration;
    await markMigrating(spec.resource, metadata.name, context);
    await write(migration, { conditions: withCondition(status.conditions, running, now(context)) }, context);
  },

  async 'note-version'(migration, context) {
    const resource = await servedResource(migration, context);
    if (!resource) return fail(migration, 'resource does not exist in discovery', context);
    if (!verbs.every((verb) => resource.verbs.includes(verb))) {
      const shown = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.plural}`);
      return fail(migration, `resource ${shown} does not support discovery operations: [${verbs.join(' ')}]`, context);
    }
    const { resourceVersion } = await context.client.list(discoveredKind(resource), { metadataOnly: true, limit: 1 });
    await write(migration, { resourceVersion }, context);
  },

  async migrate(migration, context) {
    const unhandled = (problem: string) => fail(migration, `migration encountered unhandled error: ${problem}`, context);
    const { resourceVersion = '', conditions } = migration.status;
    const resource = await servedResource(migration, context);
    if (!resource) return unhandled('unable to obtain GVR from discovery');
    try {
      await rewriteAll(resource, resourceVersion, context);
    } catch (error) {
      if (isPassing(error)) throw error;
      return unhandled(error instanceof Error ? error.message : String(error));
    }
    await write(migration, { conditions: withCondition(conditions, succeeded, now(context)) }, context);
  },

  async finish(migration, context) {
    await markMigrated(migration.spec.resource, isConditionTrue(migration.status.conditions, 'Succeeded'), context);
    await write(migration, { conditions: completed(migration, now(context)) }, context);
  },
};

const now = ({ clock }: Context): string => timestamp(clock.now());

/** As the API serves it now. Throws, to look again, while it may only not be served yet. */
async function servedResource(
  { metadata, spec: { resource: wanted } }: StorageVersionMigration,
  { client, clock, signal }: Context,
): Promise<DiscoveredResource | undefined> {
  const { resources } = await discover(client, { signal });
  const found = resources.find(({ group, plural }) => group === wanted.group && plural === wanted.resource);
  if (found || clock.now() >= Date.parse(metadata.creationTimestamp) + patienceMs) return found;
  throw new Error('resource does not exist in our rest mapper, requeuing to attempt again');
}

const fail = (migration: StorageVersionMigration, message: string, context: Context): Promise<void> =>
  write(migration, { conditions: withCondition(migration.status.conditions, failed(message), now(context)) }, context);

async function write(
  migration: StorageVersionMigration,
  status: Partial<StorageVersionMigrationStatus>,
  { client }: Context,
): Promise<void> {
  await client.update(StorageVersionMigration, { ...migration, status: { ...migration.status, ...status } }, { subresource: 'status' });
}
