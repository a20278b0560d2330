import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import { isSame } from '../../kinds/same.ts';
import { hashOf } from '../hash.ts';

export const hashLabel = 'pod-template-hash';

/** Oldest first. */
export const byAge = (a: ReplicaSet, b: ReplicaSet): number => {
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
};

/** The replica set that has the deployment's template. Should there be several, the oldest is it. */
export const newestOf = (deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined =>
  replicaSets.toSorted(byAge).find(({ spec }) => isSameTemplate(spec.template, deployment.spec.template));

/** The label with the hash is the controller's own and is not in the deployment's template. */
export const isSameTemplate = (a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean =>
  isSame(PodTemplateSpec, withoutHash(a), withoutHash(b));

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { metadata = {}, ...rest } = template ?? {};
  const { [hashLabel]: _, ...labels } = metadata.labels ?? {};
  return { ...rest, metadata: { ...metadata, labels } };
}

/** Tells templates apart in names and labels. */
export const templateHash = (template: PodTemplateSpec, collisionCount: number | undefined): string => hashOf(template, collisionCount);

const nameLimit = 253;

/** The deployment's name and the hash, with as much of the name as fits. */
export const replicaSetName = (deploymentName: string, hash: string): string =>
  `${deploymentName.slice(0, nameLimit - 1 - hash.length)}-${hash}`;
