import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { maxSurge, wantedReplicas } from './limits.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';
export const rollbackAnnotation = 'deprecated.deployment.rollback.to';

/** What a replica set does not take over from its deployment. */
const own = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  rollbackAnnotation,
]);

/** About a hundred revisions. */
const historyLimitCharacters = 2000;

type Annotations = Readonly<Record<string, string>>;

/** The revision of a replica set: 0 without one, undefined when it is no number. */
export function revisionOf({ metadata }: ReplicaSet): number | undefined {
  const text = metadata.annotations?.[revisionAnnotation];
  if (text === undefined) return 0;
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

export const maxRevision = (replicaSets: readonly ReplicaSet[]): number => Math.max(0, ...replicaSets.map((set) => revisionOf(set) ?? 0));

/** The annotations of the newest replica set: the deployment's, its revision, and those it had before. */
export function newestAnnotations(deployment: Deployment, current: Annotations, revision: number): Annotations {
  const next: Record<string, string> = { ...current };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (!own.has(key)) next[key] = value;
  const text = current[revisionAnnotation];
  if (text && !/^[-+]?\d+$/.test(text)) return next;
  if (Number(text || 0) >= revision) return next;
  next[revisionAnnotation] = String(revision);
  // It had a revision, so this is a way back to it: remember that it was here before.
  if (text !== undefined) addToHistory(next, text);
  return next;
}

function addToHistory(annotations: Record<string, string>, revision: string): void {
  const history = (annotations[historyAnnotation] ?? '').split(',').filter((entry) => entry !== '');
  let start = 0;
  let characters = [...history, revision].join(',').length;
  while (characters > historyLimitCharacters && start < history.length) characters -= (history[start++]?.length ?? 0) + 1;
  if (characters <= historyLimitCharacters) annotations[historyAnnotation] = [...history.slice(start), revision].join(',');
}

/** What a deployment that goes back to a replica set has then: its own notes, and what else the replica set had. */
export const restoredAnnotations = (deployment: Deployment, { metadata }: ReplicaSet): Annotations => ({
  ...Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => own.has(key))),
  ...Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => !own.has(key))),
});

/** The deployment's size when the replica set was last scaled; by it a change of size is told from a rollout. */
export const sizeAnnotations = (deployment: Deployment): Annotations => ({
  [desiredAnnotation]: String(wantedReplicas(deployment)),
  [maxAnnotation]: String(wantedReplicas(deployment) + maxSurge(deployment)),
});

export const desiredReplicas = (replicaSet: ReplicaSet): number | undefined => countIn(replicaSet, desiredAnnotation);
export const maxReplicas = (replicaSet: ReplicaSet): number | undefined => countIn(replicaSet, maxAnnotation);

function countIn({ metadata }: ReplicaSet, name: string): number | undefined {
  const text = metadata.annotations?.[name];
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const count = Number(text);
  return count < 2 ** 31 ? count : undefined;
}

export const sameAnnotations = (a: Annotations = {}, b: Annotations = {}): boolean => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
};
