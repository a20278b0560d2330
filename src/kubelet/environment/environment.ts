import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { EnvironmentVariable } from '../runtime/container.ts';
import type { MountedVolume } from '../volumes/volume-manager.ts';

/** Finds out what variables a container is started with. */
export interface Environment {
  /**
   * Services first, then `envFrom`, then `env`, each overriding what came before. Any Error it throws keeps the container from
   * being created for now: its message is shown as that of CreateContainerConfigError.
   */
  of(pod: Pod, container: Container | EphemeralContainer, options: EnvironmentOptions): Promise<readonly EnvironmentVariable[]>;
}

export interface EnvironmentOptions {
  /** Known since the sandbox has an address, which the pod's status may not say yet. The first is the main one. */
  readonly podIps: readonly string[];
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  readonly signal: AbortSignal;
}
