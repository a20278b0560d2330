import { list, mapOf, optional } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { bytes, flag, int32, int64, text } from '../../../base/protobuf/scalar.ts';
import type { Container, ContainerConfig, ContainerFilter, ExecutionResult, StreamOptions } from '../container.ts';
import type { LinuxResources } from '../linux-resources.ts';
import type { SandboxConfig } from '../sandbox.ts';
import type { ContainerStatistics, ContainerStatisticsFilter } from '../statistics.ts';
import { container, containerConfig, containerFilter, containerReport } from './container-messages.ts';
import { nothing, runtimeMethod, url } from './method.ts';
import { linuxResources } from './resource-messages.ts';
import { sandboxConfig } from './sandbox-messages.ts';
import { containerStatistics, containerStatisticsFilter } from './statistics-messages.ts';

const byId = message<{ readonly containerId: string }>({ containerId: [1, text] });

export const createContainer = runtimeMethod(
  'CreateContainer',
  message<{ readonly sandboxId: string; readonly config: ContainerConfig; readonly sandbox: SandboxConfig }>({
    sandboxId: [1, text],
    config: [2, containerConfig],
    sandbox: [3, sandboxConfig],
  }),
  byId,
);

export const startContainer = runtimeMethod('StartContainer', byId, nothing);

export const stopContainer = runtimeMethod(
  'StopContainer',
  message<{ readonly containerId: string; readonly graceSeconds: number }>({
    containerId: [1, text],
    graceSeconds: [2, int64],
  }),
  nothing,
);

export const removeContainer = runtimeMethod('RemoveContainer', byId, nothing);

export const statusOfContainer = runtimeMethod(
  'ContainerStatus',
  message<{ readonly containerId: string; readonly verbose?: boolean | undefined }>({
    containerId: [1, text],
    verbose: [2, flag],
  }),
  containerReport,
);

export const listContainers = runtimeMethod(
  'ListContainers',
  message<{ readonly filter?: ContainerFilter | undefined }>({ filter: [1, optional(containerFilter)] }),
  message<{ readonly containers: readonly Container[] }>({ containers: [1, list(container)] }),
);

export const execute = runtimeMethod(
  'ExecSync',
  message<{ readonly containerId: string; readonly command: readonly string[]; readonly timeoutSeconds: number }>({
    containerId: [1, text],
    command: [2, list(text)],
    timeoutSeconds: [3, int64],
  }),
  message<ExecutionResult>({
    stdout: [1, bytes],
    stderr: [2, bytes],
    exitCode: [3, int32],
  }),
);

export const streamExecution = runtimeMethod(
  'Exec',
  message<StreamOptions & { readonly containerId: string; readonly command: readonly string[] }>({
    containerId: [1, text],
    command: [2, list(text)],
    tty: [3, flag],
    stdin: [4, flag],
    stdout: [5, flag],
    stderr: [6, flag],
  }),
  url,
);

export const attach = runtimeMethod(
  'Attach',
  message<StreamOptions & { readonly containerId: string }>({
    containerId: [1, text],
    stdin: [2, flag],
    tty: [3, flag],
    stdout: [4, flag],
    stderr: [5, flag],
  }),
  url,
);

export const updateContainerResources = runtimeMethod(
  'UpdateContainerResources',
  message<{
    readonly containerId: string;
    readonly resources: LinuxResources;
    readonly annotations?: Readonly<Record<string, string>> | undefined;
  }>({
    containerId: [1, text],
    resources: [2, linuxResources],
    annotations: [4, mapOf(text)],
  }),
  nothing,
);

export const reopenContainerLog = runtimeMethod('ReopenContainerLog', byId, nothing);

export const checkpointContainer = runtimeMethod(
  'CheckpointContainer',
  message<{ readonly containerId: string; readonly location: string; readonly timeoutSeconds: number }>({
    containerId: [1, text],
    location: [2, text],
    timeoutSeconds: [3, int64],
  }),
  nothing,
);

export const statisticsOfContainer = runtimeMethod(
  'ContainerStats',
  byId,
  message<{ readonly statistics: ContainerStatistics }>({ statistics: [1, containerStatistics] }),
);

export const listContainerStatistics = runtimeMethod(
  'ListContainerStats',
  message<{ readonly filter?: ContainerStatisticsFilter | undefined }>({ filter: [1, optional(containerStatisticsFilter)] }),
  message<{ readonly statistics: readonly ContainerStatistics[] }>({ statistics: [1, list(containerStatistics)] }),
);
