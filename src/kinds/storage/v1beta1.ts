import type { Kind } from '../../model/kind.ts';
import { anotherVersion } from '../another-version.ts';
import { VolumeAttributesClass } from './volume-attributes-class.ts';

/** `storage.k8s.io/v1beta1`. */
export const storageBeta: readonly Kind[] = [
  anotherVersion(VolumeAttributesClass, {
    version: 'v1beta1',
    lifecycle: { deprecated: '1.34', removed: '1.37', replacement: 'storage.k8s.io/v1 VolumeAttributesClass' },
  }),
];
