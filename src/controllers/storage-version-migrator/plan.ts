import type { StorageVersionMigration } from '../../kinds/storagemigration/storage-version-migration.ts';
import { isConditionTrue } from '../../model/conditions.ts';

/** What is to be done next for a migration. */
export type Step =
  /** It is over. */
  | 'none'
  /** Another one of the same resource comes first. */
  | 'wait'
  | 'begin'
  /** To note up to where objects are to be written anew: whatever comes later is stored as it should be. */
  | 'note-version'
  | 'migrate'
  /** It has come to its end, one way or the other, and the next one can begin. */
  | 'finish';

/** `others` are the other migrations of the same resource. */
export function nextStep(migration: StorageVersionMigration, others: readonly StorageVersionMigration[]): Step {
  if (isOver(migration)) return isRunning(migration) ? 'finish' : 'none';
  if (isRunning(migration)) return migration.status.resourceVersion ? 'migrate' : 'note-version';
  const isFirst =
    others.every((other) => !isRunning(other) || isOver(other)) && others.every((other) => !isPending(other) || isBefore(migration, other));
  return isFirst ? 'begin' : 'wait';
}

const isOver = ({ status }: StorageVersionMigration): boolean =>
  isConditionTrue(status.conditions, 'Succeeded') || isConditionTrue(status.conditions, 'Failed');

const isRunning = ({ status }: StorageVersionMigration): boolean => isConditionTrue(status.conditions, 'Running');

const isPending = (migration: StorageVersionMigration): boolean => !isRunning(migration) && !isOver(migration);

const isBefore = ({ metadata: a }: StorageVersionMigration, { metadata: b }: StorageVersionMigration): boolean =>
  a.creationTimestamp === b.creationTimestamp ? a.name < b.name : a.creationTimestamp < b.creationTimestamp;
