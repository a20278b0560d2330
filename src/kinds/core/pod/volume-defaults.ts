import { defaultPersistentVolumeClaimSpec } from '../persistent-volume-claim/defaults.ts';
import { defaultPullPolicy } from './image-tag.ts';
import type { DownwardAPIVolumeFile } from './projected-volume.ts';
import type { Volume } from './volume.ts';

/** 0644: files from the API are readable by any user of the container. */
const fileMode = 0o644;
const tokenLifetimeSeconds = 3600;

export function defaultVolume(volume: Volume): void {
  if (!hasSource(volume)) volume.emptyDir = {};
  const { image, hostPath, secret, configMap, downwardAPI, projected, ephemeral } = volume;
  if (image) image.pullPolicy ||= defaultPullPolicy(image.reference);
  if (hostPath) hostPath.type ??= '';
  if (secret) secret.defaultMode ??= fileMode;
  if (configMap) configMap.defaultMode ??= fileMode;
  if (downwardAPI) {
    downwardAPI.defaultMode ??= fileMode;
    defaultDownwardFiles(downwardAPI.items);
  }
  if (projected) {
    projected.defaultMode ??= fileMode;
    for (const source of projected.sources ?? []) {
      defaultDownwardFiles(source.downwardAPI?.items);
      if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= tokenLifetimeSeconds;
    }
  }
  if (ephemeral?.volumeClaimTemplate) defaultPersistentVolumeClaimSpec(ephemeral.volumeClaimTemplate.spec);
}

function hasSource(volume: Volume): boolean {
  for (const [name, value] of Object.entries(volume)) if (name !== 'name' && value !== undefined) return true;
  return false;
}

function defaultDownwardFiles(files: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const { fieldRef } of files ?? []) if (fieldRef) fieldRef.apiVersion ||= 'v1';
}
