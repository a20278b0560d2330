import type { Kind } from '../../../model/kind.ts';
import { anotherVersion } from '../../another-version.ts';
import { DeviceClass } from '../device-class.ts';
import { lifecycle } from './lifecycle.ts';
import { ResourceClaimTemplate } from './resource-claim-template.ts';
import { ResourceClaim } from './resource-claim.ts';
import { ResourceSlice } from './resource-slice.ts';

/** `resource.k8s.io/v1beta1`. */
export const resourceBeta1: readonly Kind[] = [
  anotherVersion(DeviceClass, { version: 'v1beta1', lifecycle }),
  ResourceClaim,
  ResourceClaimTemplate,
  ResourceSlice,
];
