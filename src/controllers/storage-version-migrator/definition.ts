import { timestamp } from '../../base/clock.ts';
import { CustomResourceDefinition } from '../../kinds/apiextensions/custom-resource-definition/index.ts';
import type { GroupResource } from '../../kinds/storagemigration/storage-version-migration.ts';
import { findCondition } from '../../model/conditions.ts';
import { apiVersionOf } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';
import { findObject } from '../find-object.ts';

const fieldManager = 'migration-runner-controller';
const conditionType = 'StorageMigrating';

/** Says in the definition of a custom resource that its objects are being written anew. Other resources have none. */
export async function markMigrating(resource: GroupResource, migrationName: string, context: Context): Promise<void> {
  const definition = await definitionOf(resource, context);
  if (!definition) return;
  await apply(definition, { status: 'True', reason: 'MigrationRunning', message: `Migration ${migrationName} is running` }, {}, context);
}

/** Says that they were, and that only the present version is stored now, unless the definition was changed meanwhile. */
export async function markMigrated(resource: GroupResource, hasSucceeded: boolean, context: Context): Promise<void> {
  const definition = await definitionOf(resource, context);
  if (!definition) return;
  const { generation = 0 } = definition.metadata;
  const isUnchanged = findCondition(definition.status.conditions, conditionType)?.observedGeneration === generation;
  const stored = definition.spec.versions.find(({ storage }) => storage)?.name;
  const outcome = isUnchanged
    ? 'and the stored versions have been updated'
    : 'but the stored versions have not been updated due to a generation mismatch';
  await apply(
    definition,
    hasSucceeded
      ? { status: 'False', reason: 'MigrationSucceeded', message: `The migration has succeeded ${outcome}` }
      : { status: 'False', reason: 'MigrationFailed', message: 'The migration has failed' },
    hasSucceeded && isUnchanged && stored !== undefined ? { storedVersions: [stored] } : {},
    context,
  );
}

const definitionOf = async ({ group, resource }: GroupResource, { client }: Context): Promise<CustomResourceDefinition | undefined> =>
  group ? findObject(client, CustomResourceDefinition, { name: `${resource}.${group}` }) : undefined;

interface Said {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Fails where the definition was changed meanwhile: the condition says which generation it is about. */
async function apply(
  { metadata: { name, resourceVersion, generation = 0 } }: CustomResourceDefinition,
  said: Said,
  status: { readonly storedVersions?: readonly string[] },
  { client, clock }: Context,
): Promise<void> {
  const lastTransitionTime = timestamp(clock.now());
  const condition = { type: conditionType, ...said, lastTransitionTime, observedGeneration: generation };
  const body = {
    apiVersion: apiVersionOf(CustomResourceDefinition),
    kind: CustomResourceDefinition.kind,
    metadata: { name, resourceVersion },
    status: { conditions: [condition], ...status },
  };
  await client.patch(CustomResourceDefinition, { name }, { type: 'apply', body, fieldManager, force: true }, { subresource: 'status' });
}
