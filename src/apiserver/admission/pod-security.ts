import { Namespace } from '../../kinds/core/namespace.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import { invalid, ApiError } from '../../model/errors.ts';
import type { KubeObject } from '../../model/kind.ts';
import { equalJson } from '../../model/patch/json-object.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { detailsOf, findingsOf, isStricter, labelProblems, policyOf, shown } from './pod-security/policy.ts';
import { namespaceWarnings } from './pod-security/namespace-warnings.ts';
import { refuse } from './refuse.ts';

/** Pods keep to what the labels of their namespace allow (KEP-2579). */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  async validate(request, reader) {
    if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') return;
    if (isAbout(request, Namespace)) return checkNamespace(request, reader);
    if (isAbout(request, Pod)) return checkPod(request, reader);
    if (request.object && request.subresource === '') await warnOfTemplate(request, request.object, reader);
  },
};

async function checkNamespace(request: AdmissionRequest<Namespace> & AdmissionRequest, reader: Reader): Promise<void> {
  const { object, oldObject, subresource } = request;
  if (!object || subresource !== '') return;
  const problems = [...labelProblems(object.metadata.labels)];
  // What was there before may stay.
  if (problems.length > 0 && !(oldObject && equalJson(problems, [...labelProblems(oldObject.metadata.labels)]))) {
    throw invalid({ group: '', kind: 'Namespace', name: object.metadata.name }, problems);
  }
  if (!oldObject) return;
  const [next, before] = [policyOf(object.metadata.labels).enforce, policyOf(oldObject.metadata.labels).enforce];
  if (next.level === 'privileged' || (next.version === before.version && !isStricter(next.level, before.level))) return;
  const pods = await reader.list(Pod, object.metadata.name);
  for (const warning of namespaceWarnings(object.metadata.name, pods, next)) request.warn(warning);
}

/** Subresources through which containers come into a pod, besides the pod itself. */
const judged: readonly string[] = ['', 'ephemeralcontainers', 'resize'];

async function checkPod(request: AdmissionRequest<Pod> & AdmissionRequest, reader: Reader): Promise<void> {
  const { object, oldObject, subresource } = request;
  if (!object || !judged.includes(subresource)) return;
  const { enforce, warn } = policyOf(await labelsOf(request, reader));
  if (enforce.level === 'privileged' && warn.level === 'privileged') return;
  if (oldObject && equalJson(imagesOf(object), imagesOf(oldObject))) return;
  const findings = findingsOf(object, enforce);
  if (findings.length > 0) throw refuse(request, `violates PodSecurity ${JSON.stringify(shown(enforce))}: ${detailsOf(findings)}`);
  const warned = findingsOf(object, warn);
  if (warned.length > 0) request.warn(wouldViolate(shown(warn), detailsOf(warned)));
}

/** Only other images, or more containers, can do more than what was let in before. */
const imagesOf = ({ spec }: Readonly<Pod>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(({ name, image }) => [name, image]),
  );

/** Who makes pods is not refused, but told what would become of them. */
async function warnOfTemplate(request: AdmissionRequest, object: KubeObject, reader: Reader): Promise<void> {
  const template = templateOf(object);
  if (!template?.spec) return;
  const { warn } = policyOf(await labelsOf(request, reader));
  const findings = findingsOf({ metadata: template.metadata ?? {}, spec: template.spec }, warn);
  if (findings.length > 0) request.warn(wouldViolate(shown(warn), detailsOf(findings)));
}

const wouldViolate = (standard: string, details: string): string => `would violate PodSecurity ${JSON.stringify(standard)}: ${details}`;

const makers: readonly string[] = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'PodTemplate',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];

function templateOf(object: KubeObject): Partial<PodTemplateSpec> | undefined {
  if (!makers.includes(object.kind)) return undefined;
  // All of these have one, in one of these places.
  const { template, spec } = object as KubeObject & {
    template?: PodTemplateSpec;
    spec?: { template?: PodTemplateSpec; jobTemplate?: { spec?: { template?: PodTemplateSpec } } };
  };
  return template ?? spec?.template ?? spec?.jobTemplate?.spec?.template;
}

async function labelsOf({ namespace }: AdmissionRequest, reader: Reader): Promise<Readonly<Record<string, string>> | undefined> {
  const found = await reader.get(Namespace, { name: namespace });
  if (!found) throw new ApiError('InternalError', `Internal error occurred: failed to lookup namespace ${JSON.stringify(namespace)}`);
  return found.metadata.labels;
}
