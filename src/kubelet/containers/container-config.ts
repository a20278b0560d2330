import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { containerLogPath } from '../logs/log-paths.ts';
import type { ContainerConfig, EnvironmentVariable, Mount } from '../runtime/container.ts';
import type { ContainerMounts } from '../volumes/volume-manager.ts';
import { expandVariables } from './expansion.ts';
import { containerAnnotations, containerLabels } from './labels.ts';
import { linuxResources, type ResourceSettings } from './resources.ts';
import { containerSecurity, type SecurityOptions } from './security.ts';

export interface ContainerSettings {
  readonly restartCount: number;
  readonly imageId: string;
  readonly environment: readonly EnvironmentVariable[];
  readonly volumes: ContainerMounts;
  /** Those the kubelet adds by itself. */
  readonly ownMounts: readonly Mount[];
  readonly security: SecurityOptions;
  readonly resources: ResourceSettings;
}

/** What the runtime is told to make. Throws what becomes the message of CreateContainerConfigError. */
export function containerConfig(container: Container, pod: Pod, settings: ContainerSettings): ContainerConfig {
  const { restartCount, imageId, environment, volumes, ownMounts, security, resources } = settings;
  const values = new Map(environment.map(({ name, value }) => [name, value]));
  const expand = (text: string) => expandVariables(text, (name) => values.get(name));
  const mounts = [...volumes.mounts, ...ownMounts];
  const { user } = security;
  return {
    metadata: { name: container.name, attempt: restartCount },
    image: { image: imageId, userSpecifiedImage: container.image },
    command: container.command?.map(expand),
    args: container.args?.map(expand),
    workingDirectory: container.workingDir,
    environment,
    mounts: user?.scope === 'Pod' ? mounts.map((mount) => ({ ...mount, userIds: user.userIds, groupIds: user.groupIds })) : mounts,
    devices: volumes.devices,
    labels: containerLabels(container, pod),
    annotations: containerAnnotations(container, pod, restartCount),
    logPath: containerLogPath(container.name, restartCount),
    stdin: container.stdin,
    stdinOnce: container.stdinOnce,
    tty: container.tty,
    linux: { resources: linuxResources(container, pod, resources), securityContext: containerSecurity(container, pod, security) },
    stopSignal: container.lifecycle?.stopSignal,
  };
}
