import { Pod } from '../../kinds/core/pod/index.ts';
import { PriorityClass } from '../../kinds/scheduling/priority-class.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

/** Turns the name of a pod's priority class into numbers, and keeps these as they are. */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  async mutate(request, reader) {
    if (!isAbout(request, Pod) || request.subresource || !request.object) return;
    if (request.operation === 'CREATE') await resolve(request, request.object, reader);
    else keep(request.object, request.oldObject);
  },
  async validate(request, reader) {
    if (request.operation === 'DELETE' || !isAbout(request, PriorityClass) || !request.object?.globalDefault) return;
    const other = (await reader.list(PriorityClass)).find(
      ({ globalDefault, metadata }) => globalDefault && metadata.name !== request.object?.metadata.name,
    );
    if (other) throw refuse(request, `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`);
  },
};

async function resolve(request: AdmissionRequest, { spec }: Pod, reader: Reader): Promise<void> {
  const chosen = spec.priorityClassName ? await reader.get(PriorityClass, { name: spec.priorityClassName }) : await defaultClass(reader);
  if (spec.priorityClassName && !chosen) throw refuse(request, `no PriorityClass with name ${spec.priorityClassName} was found`);
  const value = chosen?.value ?? 0;
  const policy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refuse(
      request,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refuse(
      request,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  }
  if (chosen) spec.priorityClassName = chosen.metadata.name;
  spec.priority = value;
  spec.preemptionPolicy = policy;
}

/** The lowest, should several be marked as the default. */
async function defaultClass(reader: Reader): Promise<PriorityClass | undefined> {
  const marked = (await reader.list(PriorityClass)).filter(({ globalDefault }) => globalDefault);
  return marked.toSorted((a, b) => a.value - b.value)[0];
}

function keep({ spec }: Pod, previous: Readonly<Pod> | undefined): void {
  if (spec.priority === undefined && previous?.spec.priority !== undefined) spec.priority = previous.spec.priority;
  if (spec.preemptionPolicy === undefined && previous?.spec.preemptionPolicy !== undefined)
    spec.preemptionPolicy = previous.spec.preemptionPolicy;
}
