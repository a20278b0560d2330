import { Field } from '../../../model/field.ts';
import { nodeSelectorTermWarnings } from '../node-label-warnings.ts';
import type { PersistentVolume } from './index.ts';
import type { PersistentVolumeSource } from './schema.ts';

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class': 'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};

const goneSources: readonly (readonly [source: keyof PersistentVolumeSource, since: string, shownAs?: string])[] = [
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

export function* persistentVolumeWarnings({ metadata, spec }: Readonly<PersistentVolume>): Iterable<string> {
  for (const [annotation, message] of Object.entries(deprecatedAnnotations)) {
    if (metadata.annotations?.[annotation] !== undefined) yield `metadata.annotations[${annotation}]: ${message}`;
  }
  if (spec.persistentVolumeReclaimPolicy === 'Recycle') {
    yield 'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';
  }
  for (const [index, term] of spec.nodeAffinity?.required?.nodeSelectorTerms.entries() ?? []) {
    yield* nodeSelectorTermWarnings(term, new Field('spec').at('nodeAffinity', 'required', 'nodeSelectorTerms', index));
  }
  for (const [source, since, shownAs = source] of goneSources) if (spec[source]) yield `spec.${shownAs}: ${since}`;
}
