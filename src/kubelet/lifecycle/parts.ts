import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { Backoff } from '../backoff/backoff.ts';
import type { PodCgroups } from '../cgroups/pod-cgroups.ts';
import type { ResourceSettings } from '../containers/resources.ts';
import type { SecuritySettings } from '../containers/security.ts';
import type { Environment } from '../environment/environment.ts';
import type { PodEvents } from '../events/pod-events.ts';
import type { ImagePuller } from '../images/image-puller.ts';
import type { PodObserver } from '../pleg/pod-observer.ts';
import type { Prober } from '../probes/prober.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import type { RuntimeHealth } from '../runtime-health/runtime-health.ts';
import type { DnsSettings } from '../sandbox/dns.ts';
import type { RuntimeHandlers } from '../sandbox/runtime-handlers.ts';
import type { UserNamespaces } from '../sandbox/user-namespaces.ts';
import type { StatusManager } from '../status/status-manager.ts';
import type { Turnstile } from '../turnstile.ts';
import type { VolumeManager } from '../volumes/volume-manager.ts';

/** What the steps of a pod's life work with: the same for all pods of a node. */
export interface PodParts {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: PodEvents;
  readonly runtime: ContainerRuntime;
  readonly health: RuntimeHealth;
  readonly handlers: RuntimeHandlers;
  readonly observer: PodObserver;
  readonly statuses: StatusManager;
  readonly prober: Prober;
  readonly images: ImagePuller;
  readonly cgroups: PodCgroups;
  readonly volumes: VolumeManager;
  readonly environment: Environment;
  readonly crashes: Backoff;
  readonly users: UserNamespaces;
  /** Starting many at once takes longer for each: those who have begun finish first. */
  readonly starts: Turnstile;
  readonly settings: PodSettings;
}

export interface PodSettings {
  readonly nodeAddresses: readonly string[];
  /** Where each pod has a directory. */
  readonly podsDirectory: string;
  /** Where each pod has a directory for its logs. */
  readonly logRoot: string;
  /** Where links to logs are made, for collectors that look there; none when left out. */
  readonly logLinks: string | undefined;
  readonly dns: () => DnsSettings;
  readonly clusterDomain: string;
  readonly security: SecuritySettings;
  readonly resources: ResourceSettings;
  readonly podPidsLimit: number | undefined;
}
