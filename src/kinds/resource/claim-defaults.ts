import type { DeviceRequest, ResourceClaimSpec } from './resource-claim.ts';

export function defaultResourceClaimSpec({ devices }: ResourceClaimSpec): void {
  for (const request of devices?.requests ?? []) {
    if (request.exactly) defaultRequest(request.exactly);
    request.firstAvailable?.forEach(defaultRequest);
  }
}

type Counted = Pick<NonNullable<DeviceRequest['exactly']>, 'allocationMode' | 'count'>;

export function defaultRequest(request: Counted): void {
  request.allocationMode ||= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ||= 1;
}
