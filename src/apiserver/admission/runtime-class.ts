import { Pod } from '../../kinds/core/pod/index.ts';
import { equalResources } from '../../kinds/core/resource-list.ts';
import type { Toleration } from '../../kinds/core/pod/affinity.ts';
import { RuntimeClass } from '../../kinds/node/runtime-class.ts';
import { equalJson } from '../../model/patch/json-object.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

/** Pods cost what their runtime class says that running them costs, and go where it can be had (KEP-585). */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  async mutate(request, reader) {
    const pod = newPod(request);
    const chosen = pod && (await classOf(request, pod, reader));
    if (!chosen) return;
    takeOverhead(request, pod, chosen);
    takeScheduling(request, pod, chosen);
  },
  async validate(request, reader) {
    const pod = newPod(request);
    if (!pod) return;
    const overhead = (await classOf(request, pod, reader))?.overhead;
    if (overhead) {
      if (!equalResources(overhead.podFixed, pod.spec.overhead)) throw mismatch(request);
    } else if (pod.spec.overhead) {
      throw refuse(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    }
  },
};

const newPod = (request: AdmissionRequest): Pod | undefined =>
  request.operation === 'CREATE' && !request.subresource && isAbout(request, Pod) ? request.object : undefined;

async function classOf(request: AdmissionRequest, { spec }: Pod, reader: Reader): Promise<RuntimeClass | undefined> {
  const name = spec.runtimeClassName;
  if (name === undefined) return undefined;
  const chosen = await reader.get(RuntimeClass, { name });
  if (!chosen) throw refuse(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return chosen;
}

const mismatch = (request: AdmissionRequest) =>
  refuse(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");

function takeOverhead(request: AdmissionRequest, { spec }: Pod, { overhead }: RuntimeClass): void {
  if (!overhead) return;
  if (Object.keys(spec.overhead ?? {}).length > 0 && !equalResources(overhead.podFixed, spec.overhead)) throw mismatch(request);
  if (overhead.podFixed) spec.overhead = { ...overhead.podFixed };
  else delete spec.overhead;
}

function takeScheduling(request: AdmissionRequest, { spec }: Pod, { scheduling }: RuntimeClass): void {
  if (!scheduling) return;
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[key];
    if (own !== undefined && own !== value) {
      const what = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
      throw refuse(request, `conflict: ${what}`);
    }
    spec.nodeSelector = { ...spec.nodeSelector, [key]: value };
  }
  if (scheduling.tolerations) spec.tolerations = merged([...(spec.tolerations ?? []), ...scheduling.tolerations]);
}

/** Without those that another one includes. */
function merged(tolerations: readonly Toleration[]): Toleration[] {
  const kept: Toleration[] = [];
  for (const [index, each] of tolerations.entries()) {
    const others = tolerations.slice(index + 1);
    if (kept.some((other) => includes(other, each))) continue;
    if (others.some((other) => !equalJson(other, each) && includes(other, each))) continue;
    kept.push(each);
  }
  return kept;
}

/** Whether whatever the second one tolerates, the first does, too. */
function includes(a: Toleration, b: Toleration): boolean {
  if (equalJson(a, b)) return true;
  const isForAllKeys = !a.key && a.operator === 'Exists';
  if ((a.key ?? '') !== (b.key ?? '') && !isForAllKeys) return false;
  if (a.effect && a.effect !== b.effect) return false;
  if (a.effect === 'NoExecute' && (a.tolerationSeconds ?? Infinity) < (b.tolerationSeconds ?? Infinity)) return false;
  return a.operator === 'Exists' || (b.operator === 'Equal' && (a.value ?? '') === (b.value ?? ''));
}
