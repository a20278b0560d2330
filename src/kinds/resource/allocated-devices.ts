import type { ResourceClaimStatus } from './resource-claim.ts';

interface Identified {
  readonly driver: string;
  readonly pool: string;
  readonly device: string;
  readonly shareID?: string;
}

/** A device, or the share of it that was allocated: pools may have slashes in their names, the rest may not. */
export const deviceIdOf = ({ driver, pool, device, shareID = '' }: Identified): string => JSON.stringify([driver, pool, device, shareID]);

/** The same, as messages show it. */
export const shownDeviceId = ({ driver, pool, device, shareID = '' }: Identified): unknown => ({
  Driver: driver,
  Pool: pool,
  Device: device,
  ShareID: shareID,
});

export const allocatedDevices = ({ allocation }: Readonly<ResourceClaimStatus>): ReadonlySet<string> =>
  new Set(allocation?.devices?.results?.map(deviceIdOf));

/** What has been said about devices is gone with their allocation. */
export function dropDeallocatedDevices(next: ResourceClaimStatus, previous: Readonly<ResourceClaimStatus>): void {
  const [before, after] = [allocatedDevices(previous), allocatedDevices(next)];
  const left = next.devices?.filter((device) => !before.has(deviceIdOf(device)) || after.has(deviceIdOf(device)));
  if (left?.length) next.devices = left;
  else delete next.devices;
}
