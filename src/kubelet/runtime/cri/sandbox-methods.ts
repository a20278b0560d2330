import { list, optional } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { flag, int32, text } from '../../../base/protobuf/scalar.ts';
import type { LinuxResources } from '../linux-resources.ts';
import type { Sandbox, SandboxConfig, SandboxFilter } from '../sandbox.ts';
import type { SandboxMetrics, SandboxStatistics, SandboxStatisticsFilter } from '../statistics.ts';
import { nothing, runtimeMethod, url } from './method.ts';
import { linuxResources } from './resource-messages.ts';
import { sandbox, sandboxConfig, sandboxFilter, sandboxReport } from './sandbox-messages.ts';
import { sandboxMetrics, sandboxStatistics, sandboxStatisticsFilter } from './statistics-messages.ts';

const byId = message<{ readonly sandboxId: string }>({ sandboxId: [1, text] });

export const runSandbox = runtimeMethod(
  'RunPodSandbox',
  message<{ readonly config: SandboxConfig; readonly handler?: string | undefined }>({
    config: [1, sandboxConfig],
    handler: [2, text],
  }),
  byId,
);

export const stopSandbox = runtimeMethod('StopPodSandbox', byId, nothing);

export const removeSandbox = runtimeMethod('RemovePodSandbox', byId, nothing);

export const statusOfSandbox = runtimeMethod(
  'PodSandboxStatus',
  message<{ readonly sandboxId: string; readonly verbose?: boolean | undefined }>({
    sandboxId: [1, text],
    verbose: [2, flag],
  }),
  sandboxReport,
);

export const listSandboxes = runtimeMethod(
  'ListPodSandbox',
  message<{ readonly filter?: SandboxFilter | undefined }>({ filter: [1, optional(sandboxFilter)] }),
  message<{ readonly sandboxes: readonly Sandbox[] }>({ sandboxes: [1, list(sandbox)] }),
);

export const updateSandboxResources = runtimeMethod(
  'UpdatePodSandboxResources',
  message<{
    readonly sandboxId: string;
    readonly overhead?: LinuxResources | undefined;
    readonly containers?: LinuxResources | undefined;
  }>({
    sandboxId: [1, text],
    overhead: [2, optional(linuxResources)],
    containers: [3, optional(linuxResources)],
  }),
  nothing,
);

export const portForward = runtimeMethod(
  'PortForward',
  message<{ readonly sandboxId: string; readonly ports: readonly number[] }>({
    sandboxId: [1, text],
    ports: [2, list(int32)],
  }),
  url,
);

export const statisticsOfSandbox = runtimeMethod(
  'PodSandboxStats',
  byId,
  message<{ readonly statistics: SandboxStatistics }>({ statistics: [1, sandboxStatistics] }),
);

export const listSandboxStatistics = runtimeMethod(
  'ListPodSandboxStats',
  message<{ readonly filter?: SandboxStatisticsFilter | undefined }>({ filter: [1, optional(sandboxStatisticsFilter)] }),
  message<{ readonly statistics: readonly SandboxStatistics[] }>({ statistics: [1, list(sandboxStatistics)] }),
);

export const listSandboxMetrics = runtimeMethod(
  'ListPodSandboxMetrics',
  nothing,
  message<{ readonly metrics: readonly SandboxMetrics[] }>({ metrics: [1, list(sandboxMetrics)] }),
);
