import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { ApiRequest, User } from '../model/request.ts';
import type { KubeObject } from '../model/kind.ts';
import type { AdmissionTimes } from './admission/admission-times.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Allocator } from './allocation/allocator.ts';
import type { Feed } from './cache/feed.ts';
import type { Policy } from './policy.ts';
import type { Store } from '../storage/store.ts';
import type { Reader } from './reader.ts';
import type { ResourceInfo } from './request-info.ts';
import type { Resource } from './resource.ts';

/** What verbs need of the server. */
export interface VerbContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly feed: Feed;
  readonly store: Store;
  readonly reader: Reader;
  readonly policy: Policy;
  /** In the order in which they run. */
  readonly admission: readonly AdmissionPlugin[];
  readonly admissionTimes: AdmissionTimes;
  readonly allocators: readonly Allocator[];
  /** Which features are on. */
  readonly gates: FeatureGates;
  readonly resourceOf: (group: string, plural: string) => Resource | undefined;
}

/** A request about a resource whose sender is known and may do this. Only `handle` makes one. */
export interface Call<T extends KubeObject = KubeObject> {
  readonly request: ApiRequest;
  readonly info: ResourceInfo;
  readonly user: User;
  readonly resource: Resource<T>;
  /** Messages for the `Warning` headers of the answer. */
  readonly warnings: string[];
}

/** Warnings are said once, however often they come up. */
export function warn({ warnings }: Call, message: string): void {
  if (!warnings.includes(message)) warnings.push(message);
}
