import type { ServerStorageVersion, StorageVersion, StorageVersionStatus } from '../../kinds/apiserverinternal/storage-version.ts';
import { setCondition } from '../../model/conditions.ts';

/** What all servers together write, once these are all there are. */
export function statusOf(
  { metadata: { generation = 0 }, status }: StorageVersion,
  servers: readonly ServerStorageVersion[],
  { nowTimestamp }: { nowTimestamp: string },
): StorageVersionStatus {
  const versions = new Set(servers.map(({ encodingVersion }) => encodingVersion));
  const [commonEncodingVersion] = versions.size === 1 ? versions : [];
  const isCommon = commonEncodingVersion !== undefined;
  const condition = {
    type: 'AllEncodingVersionsEqual',
    status: isCommon ? 'True' : 'False',
    observedGeneration: generation,
    reason: isCommon ? 'CommonEncodingVersionSet' : 'CommonEncodingVersionUnset',
    message: isCommon ? 'Common encoding version set' : 'Common encoding version unset',
  };
  const hasMoved = isCommon && status.commonEncodingVersion !== undefined && status.commonEncodingVersion !== commonEncodingVersion;
  const conditions = setCondition(status.conditions, condition, { nowTimestamp });
  const { commonEncodingVersion: _, ...rest } = status;
  return {
    ...rest,
    storageVersions: [...servers],
    ...(isCommon && { commonEncodingVersion }),
    // Another version counts as a transition, though both are common to all.
    conditions: conditions.map((each) => (hasMoved && each.type === condition.type ? { ...each, lastTransitionTime: nowTimestamp } : each)),
  };
}
