import { list, mapOf, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { choice, exactInt64, flag, text } from '../../../base/protobuf/scalar.ts';
import type { CgroupDriver, ContainerEvent, RuntimeCondition, RuntimeFeatures, RuntimeVersion } from '../runtime.ts';
import type { MetricDescriptor } from '../statistics.ts';
import { containerStatus } from './container-messages.ts';
import { nothing, runtimeMethod } from './method.ts';
import { sandboxStatus } from './sandbox-messages.ts';
import { metricDescriptor } from './statistics-messages.ts';

export const askVersion = runtimeMethod(
  'Version',
  nothing,
  message<RuntimeVersion>({
    runtimeName: [2, text],
    runtimeVersion: [3, text],
    apiVersion: [4, text],
  }),
);

const runtimeCondition = message<RuntimeCondition>({
  type: [1, text],
  status: [2, flag],
  reason: [3, text],
  message: [4, text],
});

interface HandlerFeatures {
  readonly recursiveReadOnlyMounts: boolean;
  readonly userNamespaces: boolean;
}

const handlerFeatures = message<HandlerFeatures>({
  recursiveReadOnlyMounts: [1, flag],
  userNamespaces: [2, flag],
});

interface Handler {
  readonly name: string;
  readonly features: HandlerFeatures;
}

const runtimeFeatures = message<RuntimeFeatures>({
  supplementalGroupsPolicy: [1, flag],
  userNamespacesHostNetwork: [2, flag],
});

export const askStatus = runtimeMethod(
  'Status',
  message<{ readonly verbose?: boolean | undefined }>({ verbose: [1, flag] }),
  message<{
    readonly status: { readonly conditions: readonly RuntimeCondition[] };
    readonly info: Readonly<Record<string, string>>;
    readonly handlers: readonly Handler[];
    readonly features: RuntimeFeatures;
  }>({
    status: [1, message<{ readonly conditions: readonly RuntimeCondition[] }>({ conditions: [1, list(runtimeCondition)] })],
    info: [2, mapOf(text)],
    handlers: [3, list(message<Handler>({ name: [1, text], features: [2, handlerFeatures] }))],
    features: [4, runtimeFeatures],
  }),
);

export const askConfig = runtimeMethod(
  'RuntimeConfig',
  nothing,
  message<{ readonly cgroupDriver?: CgroupDriver | undefined }>({
    cgroupDriver: [1, optional(wrapped(choice(['Systemd', 'Cgroupfs'])))],
  }),
);

export const updateRuntimeConfig = runtimeMethod(
  'UpdateRuntimeConfig',
  message<{ readonly podCidr: string }>({ podCidr: [1, wrapped(wrapped(text))] }),
  nothing,
);

export const watchEvents = runtimeMethod(
  'GetContainerEvents',
  nothing,
  message<ContainerEvent>({
    containerId: [1, text],
    type: [2, choice(['Created', 'Started', 'Stopped', 'Deleted'])],
    createdAtNs: [3, exactInt64],
    sandbox: [4, optional(sandboxStatus)],
    containers: [5, list(containerStatus)],
  }),
);

export const listMetricDescriptors = runtimeMethod(
  'ListMetricDescriptors',
  nothing,
  message<{ readonly descriptors: readonly MetricDescriptor[] }>({ descriptors: [1, list(metricDescriptor)] }),
);
