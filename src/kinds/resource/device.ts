import { defineType, int64, object, oneOf, rawExtension, required, string, time, type Infer } from '../../model/schema.ts';

export const OpaqueDeviceConfiguration = defineType('io.k8s.api.resource.v1.OpaqueDeviceConfiguration', {
  driver: required(string(1)),
  parameters: required(rawExtension(2)),
});

export interface OpaqueDeviceConfiguration extends Infer<typeof OpaqueDeviceConfiguration> {}

export const CELDeviceSelector = defineType('io.k8s.api.resource.v1.CELDeviceSelector', {
  expression: required(string(1)),
});

export interface CELDeviceSelector extends Infer<typeof CELDeviceSelector> {}

export const DeviceSelector = defineType('io.k8s.api.resource.v1.DeviceSelector', {
  cel: object(1, CELDeviceSelector),
});

export interface DeviceSelector extends Infer<typeof DeviceSelector> {}

export const DeviceToleration = defineType('io.k8s.api.resource.v1.DeviceToleration', {
  key: string(1),
  operator: oneOf(2, ['Equal', 'Exists'], { default: 'Equal' }),
  value: string(3),
  effect: oneOf(4, ['NoExecute', 'NoSchedule', 'None']),
  tolerationSeconds: int64(5),
});

export interface DeviceToleration extends Infer<typeof DeviceToleration> {}

export const DeviceTaint = defineType('io.k8s.api.resource.v1.DeviceTaint', {
  key: required(string(1)),
  value: string(2),
  effect: required(oneOf(3, ['NoExecute', 'NoSchedule', 'None'])),
  timeAdded: time(4),
});

export interface DeviceTaint extends Infer<typeof DeviceTaint> {}
