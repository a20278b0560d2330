import type { Kind } from '../../model/kind.ts';
import { anotherVersion } from '../another-version.ts';
import { DeviceClass } from './device-class.ts';
import { ResourceClaimTemplate } from './resource-claim-template.ts';
import { ResourceClaim } from './resource-claim.ts';
import { ResourceSlice } from './resource-slice.ts';

const beta = { version: 'v1beta2', lifecycle: { deprecated: '1.36', removed: '1.39' } };

/** `resource.k8s.io/v1beta2`. */
export const resourceBeta2: readonly Kind[] = [
  anotherVersion(DeviceClass, beta),
  anotherVersion(ResourceClaim, beta),
  anotherVersion(ResourceClaimTemplate, beta),
  anotherVersion(ResourceSlice, beta),
];
