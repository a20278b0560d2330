import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, boolean, defineType, int64, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { otherForm } from '../../other-form.ts';
import { typeInVersion } from '../../type-in-version.ts';
import { defaultRequest } from '../claim-defaults.ts';
import { DeviceSelector, DeviceToleration } from '../device.ts';
import {
  CapacityRequirements,
  ResourceClaim as Hub,
  ResourceClaimSpec as HubSpec,
  ResourceClaimStatus as HubStatus,
  type DeviceClaim,
  type DeviceRequest as HubRequest,
} from '../resource-claim.ts';
import { lifecycle } from './lifecycle.ts';

const version = 'v1beta1';
const Selector = typeInVersion<DeviceSelector>(DeviceSelector, { version });
const Toleration = typeInVersion<DeviceToleration>(DeviceToleration, { version });
const Capacity = typeInVersion<CapacityRequirements>(CapacityRequirements, { version });

const DeviceSubRequest = defineType('io.k8s.api.resource.v1beta1.DeviceSubRequest', 'One way to meet a request.', {
  name: required(string(1, 'What the request is called.')),
  deviceClassName: required(string(2, 'The class whose devices are meant.')),
  selectors: list(3, Selector, 'What a device must be like, besides what the class says.', { listType: 'atomic' }),
  allocationMode: oneOf(4, ['All', 'ExactCount'], 'Whether a number of devices is asked for, or all that fit.'),
  count: int64(5, 'How many devices.'),
  tolerations: list(7, Toleration, 'Taints that the devices may have.', { listType: 'atomic' }),
  capacity: object(8, Capacity, 'How much of each device is needed.'),
});

/** What is under `exactly` later stands in the request itself here. */
const DeviceRequest = defineType('io.k8s.api.resource.v1beta1.DeviceRequest', 'Devices that are asked for.', {
  name: required(string(1, 'What the request is called.')),
  deviceClassName: always(string(2, 'The class whose devices are meant.')),
  selectors: list(3, Selector, 'What a device must be like, besides what the class says.', { listType: 'atomic' }),
  allocationMode: oneOf(4, ['All', 'ExactCount'], 'Whether a number of devices is asked for, or all that fit.'),
  count: int64(5, 'How many devices.'),
  adminAccess: boolean(6, 'Whether it is for looking after devices that others use.'),
  firstAvailable: list(7, DeviceSubRequest, 'What to try instead, in this order.', { listType: 'atomic' }),
  tolerations: list(8, Toleration, 'Taints that the devices may have.', { listType: 'atomic' }),
  capacity: object(9, Capacity, 'How much of each device is needed.'),
});

interface DeviceRequest extends Infer<typeof DeviceRequest> {}

const replaced = { DeviceRequest, DeviceSubRequest };

export interface ResourceClaimSpec {
  devices?: Omit<DeviceClaim, 'requests'> & { requests?: DeviceRequest[] };
}

export const ResourceClaimSpec = typeInVersion<ResourceClaimSpec>(HubSpec, { version, replaced });

export interface ResourceClaim extends KubeObject {
  spec: ResourceClaimSpec;
  status: HubStatus;
}

export const ResourceClaim: Kind<ResourceClaim> = defineKind({
  ...otherForm<ResourceClaim, Hub>(Hub, {
    toHub: (claim) => ({ ...claim, spec: specToHub(claim.spec) }),
    fromHub: (claim) => ({ ...claim, spec: specFromHub(claim.spec) }),
  }),
  version,
  lifecycle,
  schema: 'io.k8s.api.resource.v1beta1.ResourceClaim',
  fields: {
    spec: required(object(2, ResourceClaimSpec, 'What is wanted.')),
    status: always(object(3, typeInVersion<HubStatus>(HubStatus, { version }), 'What is the case, as those who see to it report it.')),
  },
  defaults: ({ spec }) => defaultSpec(spec),
});

export function defaultSpec({ devices }: ResourceClaimSpec): void {
  for (const request of devices?.requests ?? []) {
    // Without a class it is one that takes the first that is available.
    if (request.deviceClassName) defaultRequest(request);
    request.firstAvailable?.forEach(defaultRequest);
  }
}

export function specToHub({ devices }: Readonly<ResourceClaimSpec>): HubSpec {
  if (!devices) return {};
  const { requests, ...rest } = devices;
  return { devices: { ...rest, ...(requests && { requests: requests.map(requestToHub) }) } };
}

export function specFromHub({ devices }: Readonly<HubSpec>): ResourceClaimSpec {
  if (!devices) return {};
  const { requests, ...rest } = devices;
  return { devices: { ...rest, ...(requests && { requests: requests.map(requestFromHub) }) } };
}

function requestToHub({ name, firstAvailable, deviceClassName = '', ...exactly }: Readonly<DeviceRequest>): HubRequest {
  const isExact = deviceClassName !== '' || Object.values(exactly).some((value) => value !== undefined && value !== '' && value !== 0);
  return { name, ...(firstAvailable && { firstAvailable }), ...(isExact && { exactly: { deviceClassName, ...exactly } }) };
}

const requestFromHub = ({ name, firstAvailable, exactly }: Readonly<HubRequest>): DeviceRequest => ({
  name,
  deviceClassName: '',
  ...exactly,
  ...(firstAvailable && { firstAvailable }),
});
