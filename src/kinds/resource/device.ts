import { defineType, int64, object, oneOf, rawExtension, required, string, time, type Infer } from '../../model/schema.ts';

export const OpaqueDeviceConfiguration = defineType('io.k8s.api.resource.v1.OpaqueDeviceConfiguration', "A driver's own settings.", {
  driver: required(string(1, 'Driver that the settings are for.')),
  parameters: required(rawExtension(2, 'The settings, in a form that the driver documents. At most 10 KiB.')),
});

export interface OpaqueDeviceConfiguration extends Infer<typeof OpaqueDeviceConfiguration> {}

export const CELDeviceSelector = defineType('io.k8s.api.resource.v1.CELDeviceSelector', 'A condition in CEL.', {
  expression: required(string(1, 'CEL expression over `device` that must give true, such as device.driver == "gpu.example.com".')),
});

export interface CELDeviceSelector extends Infer<typeof CELDeviceSelector> {}

export const DeviceSelector = defineType(
  'io.k8s.api.resource.v1.DeviceSelector',
  'A condition that a device must meet. Exactly one field is set.',
  {
    cel: object(1, CELDeviceSelector, 'Condition as a CEL expression.'),
  },
);

export interface DeviceSelector extends Infer<typeof DeviceSelector> {}

export const DeviceToleration = defineType('io.k8s.api.resource.v1.DeviceToleration', 'Allows for devices in spite of a taint.', {
  key: string(1, 'Key of the taint; empty with operator Exists tolerates every taint.'),
  operator: oneOf(2, ['Equal', 'Exists'], 'How the taint is compared: Equal (the default) wants the same value, Exists any.', {
    default: 'Equal',
  }),
  value: string(3, 'Value of the taint for Equal; must be empty for Exists.'),
  effect: oneOf(4, ['NoExecute', 'NoSchedule', 'None'], 'Effect of the taint that is tolerated; all effects unless given.'),
  tolerationSeconds: int64(5, 'For NoExecute: how many seconds a pod keeps the device. For ever unless given.'),
});

export interface DeviceToleration extends Infer<typeof DeviceToleration> {}

export const DeviceTaint = defineType('io.k8s.api.resource.v1.DeviceTaint', 'Keeps claims away from a device, unless they tolerate it.', {
  key: required(string(1, 'Key of the taint.')),
  value: string(2, 'Value of the taint; may be empty.'),
  effect: required(
    oneOf(
      3,
      ['NoExecute', 'NoSchedule', 'None'],
      'NoSchedule keeps new claims away, NoExecute also evicts pods that use the device, None only tells.',
    ),
  ),
  timeAdded: time(4, 'When the taint was added.'),
});

export interface DeviceTaint extends Infer<typeof DeviceTaint> {}
