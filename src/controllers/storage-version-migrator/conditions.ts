import type { StorageVersionMigration } from '../../kinds/storagemigration/storage-version-migration.ts';
import { findCondition, setCondition } from '../../model/conditions.ts';
import type { Condition } from '../../model/meta.ts';

type Conditions = StorageVersionMigration['status']['conditions'];
type Said = Pick<Condition, 'type' | 'reason' | 'message'>;

export const running: Said = { type: 'Running', reason: 'MigrationRunning', message: 'The migration is running' };
export const succeeded: Said = { type: 'Succeeded', reason: 'StorageVersionMigrationSucceeded', message: '' };
export const failed = (message: string): Said => ({ type: 'Failed', reason: 'StorageVersionMigrationFailed', message });

/** With the condition, which is said once and not taken back. */
export const withCondition = (conditions: Conditions, said: Said, nowTimestamp: string): Condition[] =>
  findCondition(conditions, said.type)
    ? [...(conditions ?? [])]
    : [...(conditions ?? []), { ...said, status: 'True', lastTransitionTime: nowTimestamp }];

/** No longer running. */
export const completed = ({ metadata: { generation }, status }: StorageVersionMigration, nowTimestamp: string): Condition[] =>
  setCondition<Condition>(
    status.conditions,
    {
      type: 'Running',
      status: 'False',
      reason: 'MigrationCompleted',
      message: 'Migration completed',
      ...(generation !== undefined && { observedGeneration: generation }),
    },
    { nowTimestamp },
  );
