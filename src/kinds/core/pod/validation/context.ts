import type { ObjectMeta } from '../../../../model/meta.ts';
import type { PodSpec } from '../spec.ts';
import type { Volume } from '../volume.ts';

/** What the rules for one part of a pod have to know about the rest of it. */
export interface PodContext {
  readonly spec: Readonly<PodSpec>;
  /** Absent for templates. */
  readonly metadata?: Readonly<ObjectMeta> | undefined;
  /** The valid volumes, by name. */
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly claimNames: ReadonlySet<string>;
  /** Whether users of the host are visible in the pod: no user namespace of its own. */
  readonly hostUsers: boolean;
}

export const podContext = (
  spec: Readonly<PodSpec>,
  volumes: ReadonlyMap<string, Volume>,
  metadata: Readonly<ObjectMeta> | undefined,
): PodContext => ({
  spec,
  metadata,
  volumes,
  claimNames: new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter((name) => name !== '')),
  hostUsers: spec.hostUsers !== false,
});
