import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { dropGated, type GatedFields } from '../gated.ts';
import type {
  DeviceRequestAllocationResult,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaim,
  ResourceClaimSpec,
  ResourceClaimStatus,
} from './resource-claim.ts';

type Asked = ExactDeviceRequest | DeviceSubRequest;

const requestsOf = ({ devices }: Readonly<ResourceClaimSpec>) => devices?.requests ?? [];
const constraintsOf = ({ devices }: Readonly<ResourceClaimSpec>) => devices?.constraints ?? [];
const askedOf = (spec: Readonly<ResourceClaimSpec>): readonly Asked[] =>
  requestsOf(spec).flatMap(({ exactly, firstAvailable = [] }) => [...(exactly ? [exactly] : []), ...firstAvailable]);

const usesCapacity = (spec: Readonly<ResourceClaimSpec>): boolean =>
  askedOf(spec).some(({ capacity }) => capacity !== undefined) ||
  constraintsOf(spec).some(({ distinctAttribute }) => distinctAttribute !== undefined);

const gated: readonly GatedFields<ResourceClaimSpec>[] = [
  {
    features: ['DRAPrioritizedList'],
    isUsed: (spec) => requestsOf(spec).some(({ firstAvailable = [] }) => firstAvailable.length > 0),
    drop: (spec) => requestsOf(spec).forEach((request) => delete request.firstAvailable),
  },
  {
    features: ['DRADeviceTaints'],
    isUsed: (spec) => askedOf(spec).some(({ tolerations = [] }) => tolerations.length > 0),
    drop: (spec) => askedOf(spec).forEach((asked) => delete asked.tolerations),
  },
  {
    features: ['DRAConsumableCapacity'],
    isUsed: usesCapacity,
    drop(spec) {
      for (const asked of askedOf(spec)) delete asked.capacity;
      for (const constraint of constraintsOf(spec)) delete constraint.distinctAttribute;
    },
  },
];

const resultsOf = ({ allocation }: Readonly<ResourceClaimStatus>): readonly DeviceRequestAllocationResult[] =>
  allocation?.devices?.results ?? [];

const gatedStatus: readonly GatedFields<ResourceClaim>[] = [
  {
    features: ['DRAResourceClaimDeviceStatus'],
    isUsed: ({ status: { devices = [] } }) => devices.length > 0,
    drop: ({ status }) => delete status.devices,
  },
  {
    features: ['DRAConsumableCapacity'],
    isUsed: ({ spec, status }) =>
      usesCapacity(spec) ||
      resultsOf(status).some(({ shareID, consumedCapacity }) => shareID !== undefined || consumedCapacity !== undefined) ||
      (status.devices ?? []).some(({ shareID }) => shareID !== undefined),
    drop({ status }) {
      for (const result of resultsOf(status)) {
        delete result.shareID;
        delete result.consumedCapacity;
      }
      for (const device of status.devices ?? []) delete device.shareID;
    },
  },
  {
    features: ['DRADeviceBindingConditions'],
    isUsed: ({ status }) =>
      resultsOf(status).some(
        ({ bindingConditions, bindingFailureConditions }) => bindingConditions !== undefined || bindingFailureConditions !== undefined,
      ),
    drop({ status }) {
      for (const result of resultsOf(status)) {
        delete result.bindingConditions;
        delete result.bindingFailureConditions;
      }
    },
  },
];

/** What features bring that are off is dropped, unless the claim, or the template of claims, has it already. */
export const dropGatedSpec = (spec: ResourceClaimSpec, gates: FeatureGates, previous?: Readonly<ResourceClaimSpec>): void =>
  dropGated(gated, gates, spec, previous);

export const dropGatedStatus = (claim: ResourceClaim, gates: FeatureGates, previous: Readonly<ResourceClaim>): void =>
  dropGated(gatedStatus, gates, claim, previous);
