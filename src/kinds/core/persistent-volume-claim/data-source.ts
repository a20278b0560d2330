import type { PersistentVolumeClaimSpec } from './schema.ts';

/**
 * What a volume is filled from can be said in two fields, an old and a new one. Neither side should have to know
 * both (KEP-1495), so they are kept alike; what the old one never allowed is ignored there.
 */
export function settleDataSource(spec: PersistentVolumeClaimSpec, previous?: Readonly<PersistentVolumeClaimSpec>): void {
  const wasInUse = previous?.dataSource !== undefined || previous?.dataSourceRef !== undefined;
  // References across namespaces need a feature that is off.
  if (spec.dataSourceRef?.namespace && !previous?.dataSourceRef?.namespace) {
    delete spec.dataSourceRef.namespace;
  }
  if (!wasInUse && !spec.dataSourceRef && !isClaimOrSnapshot(spec)) delete spec.dataSource;
  mirrorDataSource(spec);
}

function mirrorDataSource(spec: PersistentVolumeClaimSpec): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource };
  if (dataSource || !dataSourceRef || dataSourceRef.namespace) return;
  const { namespace: _, ...source } = dataSourceRef;
  spec.dataSource = source;
}

function isClaimOrSnapshot({ dataSource }: PersistentVolumeClaimSpec): boolean {
  if (dataSource?.kind === 'PersistentVolumeClaim') return !dataSource.apiGroup;
  return dataSource?.kind === 'VolumeSnapshot' && dataSource.apiGroup === 'snapshot.storage.k8s.io';
}
