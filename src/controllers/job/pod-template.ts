import type { Job } from '../../kinds/batch/job/index.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { New } from '../../model/kind.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import {
  failureCountKey,
  hasBackoffPerIndex,
  ignoredFailureCountKey,
  indexKey,
  isIndexed,
  nextFailureCounts,
  trackingFinalizer,
} from './pods.ts';

const indexVariable = 'JOB_COMPLETION_INDEX';

/** What a generated name may have before its random end. */
const prefixLimit = 58;

/** A pod of the job: of one of its indexes, if it has those, in place of the pod that failed there last. */
export function jobPod(job: Job, { index, lastFailed }: { index: number | undefined; lastFailed: Pod | undefined }): New<Pod> {
  const { metadata, spec } = podFromTemplate(job.spec.template, job);
  const finalizers = [...new Set([...(metadata.finalizers ?? []), trackingFinalizer])];
  if (!isIndexed(job) || index === undefined) return { metadata: { ...metadata, finalizers }, spec };
  const end = `-${index}-`;
  const generateName = `${job.metadata.name}${end}`;
  return {
    metadata: {
      ...metadata,
      finalizers,
      generateName: generateName.length > prefixLimit ? `${generateName.slice(0, prefixLimit - end.length)}${end}` : generateName,
      labels: { ...metadata.labels, [indexKey]: String(index) },
      annotations: { ...metadata.annotations, [indexKey]: String(index), ...failureCounts(job, lastFailed) },
    },
    spec: {
      ...spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: spec.containers.map(withIndex),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(withIndex) }),
    },
  };
}

function failureCounts(job: Job, lastFailed: Pod | undefined): Record<string, string> {
  if (!hasBackoffPerIndex(job)) return {};
  const { counted, ignored } = nextFailureCounts(job, lastFailed);
  return { [failureCountKey]: String(counted), ...(ignored > 0 && { [ignoredFailureCountKey]: String(ignored) }) };
}

function withIndex(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === indexVariable)) return container;
  return { ...container, env: [...env, { name: indexVariable, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexKey}']` } } }] };
}
