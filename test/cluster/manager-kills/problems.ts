import type { Client } from '../../../src/client/client.ts';
import type { Informers } from '../../../src/client/informer.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replica-set/index.ts';
import { StatefulSet } from '../../../src/kinds/apps/stateful-set/index.ts';
import { Job } from '../../../src/kinds/batch/job/index.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../../src/kinds/core/persistent-volume/index.ts';
import { Pod } from '../../../src/kinds/core/pod/index.ts';
import { isPodActive } from '../../../src/kinds/core/pod/readiness.ts';
import { isConditionTrue } from '../../../src/model/conditions.ts';
import { controllerOf } from '../../../src/model/owner-references.ts';
import { completions, namespace, parallelism, type Workload } from './workload.ts';

const indexOf = ({ metadata }: Pod): string => metadata.annotations?.['batch.kubernetes.io/job-completion-index'] ?? '';

/** Notes, while it is going on, when an index of a job is worked on twice, or too many at once. */
export function watchJobs(informers: Informers): { readonly problems: Set<string> } & Disposable {
  const pods = informers.of(Pod);
  pods.index('job', (pod) => [controllerOf(pod)?.kind === 'Job' ? (controllerOf(pod)?.uid ?? '') : '']);
  const problems = new Set<string>();
  const observer = pods.observe({
    applied(pod) {
      const job = controllerOf(pod);
      if (job?.kind !== 'Job') return;
      const active = pods.byIndex('job', job.uid).filter(isPodActive);
      if (active.length > parallelism) problems.add(`${active.length} pods of ${job.name} at once`);
      const twice = active.filter((other) => indexOf(other) === indexOf(pod));
      if (twice.length > 1) problems.add(`index ${indexOf(pod)} of ${job.name} twice`);
    },
  });
  return { problems, [Symbol.dispose]: () => observer[Symbol.dispose]() };
}

/** What is not yet as it was asked for; nothing once all has settled. */
export async function unsettled(client: Client, { replicas, ordinals, jobs }: Workload): Promise<readonly string[]> {
  const [deployments, sets, all, replicaSets, pods] = await Promise.all([
    client.list(Deployment, { namespace }),
    client.list(StatefulSet, { namespace }),
    client.list(Job, { namespace }),
    client.list(ReplicaSet, { namespace }),
    client.list(Pod, { namespace }),
  ]);
  const found: string[] = [];
  for (const [name, wanted] of replicas) {
    const status = deployments.items.find(({ metadata }) => metadata.name === name)?.status;
    const count = pods.items.filter((pod) => isPodActive(pod) && pod.metadata.labels?.['app'] === name).length;
    if (count !== wanted || (status?.updatedReplicas ?? 0) !== wanted || (status?.availableReplicas ?? 0) !== wanted)
      found.push(`${name} has ${count} of ${wanted} pods: ${JSON.stringify(status)}`);
  }
  for (const [name, wanted] of ordinals) {
    const status = sets.items.find(({ metadata }) => metadata.name === name)?.status;
    const names = pods.items.flatMap(({ metadata }) => (metadata.labels?.['app'] === name ? [metadata.name] : []));
    const expected = Array.from({ length: wanted }, (_, ordinal) => `${name}-${ordinal}`);
    if (new Set(names).symmetricDifference(new Set(expected)).size > 0 || (status?.readyReplicas ?? 0) !== wanted)
      found.push(`${name} has ${names.join()} instead of ${wanted}`);
    if (status?.currentRevision !== status?.updateRevision) found.push(`${name} is being updated`);
  }
  for (const name of jobs) {
    const status = all.items.find(({ metadata }) => metadata.name === name)?.status;
    if (!isConditionTrue(status?.conditions, 'Complete')) found.push(`${name} is not complete: ${JSON.stringify(status)}`);
  }
  const owners = new Set([...deployments.items, ...sets.items, ...all.items, ...replicaSets.items].map(({ metadata }) => metadata.uid));
  for (const { kind, metadata } of [...pods.items, ...replicaSets.items])
    if (!owners.has(controllerOf({ metadata })?.uid ?? '')) found.push(`${kind} ${metadata.name} is an orphan`);
  return found;
}

/** What is wrong once all has settled. */
export async function leftProblems(client: Client, { jobs }: Workload): Promise<readonly string[]> {
  const found: string[] = [];
  const pods = (await client.list(Pod, { namespace })).items;
  for (const { metadata } of pods) if (metadata.finalizers?.length) found.push(`${metadata.name} is held by ${metadata.finalizers.join()}`);
  for (const name of jobs) {
    const { status } = await client.get(Job, { namespace, name });
    if (status.succeeded !== completions || status.completedIndexes !== `0-${completions - 1}` || status.failed)
      found.push(`${name} counted wrongly: ${JSON.stringify(status)}`);
    const succeeded = pods.filter((pod) => controllerOf(pod)?.name === name && pod.status.phase === 'Succeeded');
    if (succeeded.length !== completions || new Set(succeeded.map(indexOf)).size !== completions)
      found.push(`${name} worked on ${succeeded.map(indexOf).join()}`);
  }
  const [claims, volumes] = await Promise.all([client.list(PersistentVolumeClaim, { namespace }), client.list(PersistentVolume)]);
  const byUid = new Map(claims.items.map((claim) => [claim.metadata.uid, claim]));
  for (const { metadata, spec } of volumes.items) {
    const claim = spec.claimRef && byUid.get(spec.claimRef.uid ?? '');
    if (spec.claimRef && claim?.spec.volumeName !== metadata.name) found.push(`${metadata.name} is bound to ${spec.claimRef.name} alone`);
  }
  for (const { metadata, status } of claims.items) if (status.phase !== 'Bound') found.push(`${metadata.name} is ${status.phase}`);
  return found;
}
