import type { FeatureGates } from '../../../../model/features/feature-gates.ts';
import type { Write } from '../../../../model/kind.ts';
import { Field, type FieldErrors } from '../../../../model/field.ts';
import { isSame } from '../../../same.ts';
import type { ResourceList } from '../../resource-list.ts';
import { ResourceRequirements } from '../../resources.ts';
import { Container } from '../container.ts';
import { isSidecar } from '../containers.ts';
import type { Pod } from '../index.ts';
import { computeQosClass, qosClassOf } from '../qos.ts';
import { PodSpec } from '../spec.ts';
import { mirrorAnnotation } from './annotations.ts';
import { validatePod } from './pod.ts';

/** Through `resize` only resources may change, and of those only CPU and memory. (KEP-1287). Other rules do not count where it is not possible at all. */
export function* validatePodResize(next: Readonly<Pod>, previous: Readonly<Pod>, field: Field, write: Pick<Write, 'gates'>): FieldErrors {
  if (previous.metadata.annotations?.[mirrorAnnotation] !== undefined) {
    yield Field.whole.forbidden('static pods cannot be resized');
    return;
  }
  if (previous.spec.os?.name === 'windows') {
    yield Field.whole.forbidden('windows pods cannot be resized');
    return;
  }
  const problems = [...validatePod(next, field, write), ...validateResources(next, previous, field.at('spec'), write.gates)];
  yield* problems;
  if (problems.length > 0) return;
  const { resources: _, ...rest } = next.spec;
  const unresized: PodSpec = { ...rest, containers: withResources(next.spec.containers, previous.spec.containers) };
  if (next.spec.initContainers) unresized.initContainers = withResources(next.spec.initContainers, previous.spec.initContainers ?? []);
  if (previous.spec.resources) unresized.resources = previous.spec.resources;
  if (!isSame(PodSpec, unresized, previous.spec)) yield field.at('spec').forbidden(onlyCpuAndMemory);
}

const hasPodLevel = ({ spec: { resources } }: Readonly<Pod>): boolean =>
  Object.keys(resources?.requests ?? {}).length + Object.keys(resources?.limits ?? {}).length > 0;

const onlyCpuAndMemory = 'only cpu and memory resources are mutable';

const withResources = (containers: readonly Container[], previous: readonly Container[]): Container[] =>
  containers.map((container, index) => ({ ...container, resources: previous[index]?.resources ?? {} }));

function* validateResources(next: Readonly<Pod>, previous: Readonly<Pod>, field: Field, gates: FeatureGates): FieldErrors {
  if (qosClassOf(previous) !== computeQosClass(next.spec)) {
    yield field.invalid(next.status.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing');
  }
  const running = previous.status.containerStatuses?.find(({ state }) => state?.running);
  if (running && !running.resources) yield field.forbidden('Pod running on node without support for resize');
  if (hasPodLevel(next) || hasPodLevel(previous)) {
    if (!gates.isOn('InPlacePodLevelResourcesVerticalScaling')) {
      yield Field.whole.forbidden(
        'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
      );
      return;
    }
    yield* validatePodLevel(next.spec.resources, previous.spec.resources, field);
  }
  if (previous.status.nodeAllocatableResourceClaimStatuses) {
    yield field.forbidden('pods with node allocatable resource claims cannot be resized');
  }
  const moved = [...validateOrder(next, previous, field)];
  if (moved.length > 0) {
    yield* moved;
    return;
  }
  const resizesInit = gates.isOn('InPlacePodVerticalScalingInitContainers');
  for (const name of ['initContainers', 'containers'] as const) {
    for (const [index, before] of previous.spec[name]?.entries() ?? []) {
      if (name === 'initContainers' && !resizesInit && !isSidecar(before)) continue;
      yield* validateKept(next.spec[name]?.[index]?.resources, before.resources, 'resource', field.at(name, index, 'resources'));
    }
  }
  for (const [index, before] of previous.spec.containers.entries()) {
    const now = next.spec.containers[index];
    if (now && !isSame(Container, withOldResources(now, before), before)) yield field.forbidden(onlyCpuAndMemory);
  }
  for (const [index, before] of previous.spec.initContainers?.entries() ?? []) {
    const now = next.spec.initContainers?.[index];
    if (!now) continue;
    if (resizesInit || isSidecar(now)) yield* validateInitContainer(now, before, field.at('initContainers', index));
    else if (!isSame(Container, now, before)) yield field.forbidden('resources for non-sidecar init containers are immutable');
  }
}

function* validateInitContainer(next: Container, previous: Container, field: Field): FieldErrors {
  if (!isSame(Container, withOldResources(next, previous), previous)) {
    yield field.forbidden('only cpu and memory resources for init or sidecar containers are mutable');
  }
  if (isSidecar(next) || isSame(Container, next, previous)) return;
  for (const { restartPolicy } of next.resizePolicy ?? []) {
    if (restartPolicy !== 'RestartContainer') continue;
    yield field.forbidden('non-sidecar init containers with a resize policy of RestartContainer cannot be resized');
  }
}

function* validatePodLevel(next: ResourceRequirements | undefined, previous: ResourceRequirements | undefined, field: Field): FieldErrors {
  if (!next && !previous) return;
  const at = field.at('resources');
  if (!next) {
    yield at.forbidden('pod-level resources cannot be removed');
    return;
  }
  if (previous) yield* validateKept(next, previous, 'pod-level resource', at);
  if (!isSame(ResourceRequirements, oldResources(next, previous ?? {}), previous ?? {})) {
    yield field.forbidden('only cpu and memory resources are mutable at pod-level');
  }
}

function* validateKept(next: ResourceRequirements = {}, previous: ResourceRequirements = {}, what: string, field: Field): FieldErrors {
  const isRemoved = (now: ResourceList = {}, before: ResourceList = {}) => Object.keys(before).some((name) => !(name in now));
  if (isRemoved(next.requests, previous.requests)) yield field.at('requests').forbidden(`${what} requests cannot be removed`);
  if (isRemoved(next.limits, previous.limits)) yield field.at('limits').forbidden(`${what} limits cannot be removed`);
}

function* validateOrder(next: Readonly<Pod>, previous: Readonly<Pod>, field: Field): FieldErrors {
  for (const name of ['containers', 'initContainers'] as const) {
    const before = previous.spec[name] ?? [];
    const now = next.spec[name] ?? [];
    if (now.length !== before.length) {
      yield field.at(name).forbidden(`${name} may not be added or removed on resize`);
      continue;
    }
    for (const [index, container] of before.entries()) {
      if (now[index]?.name !== container.name)
        yield field.at(name, index, 'name').forbidden(`${name} may not be renamed or reordered on resize`);
    }
  }
}

const withOldResources = (next: Container, previous: Container): Container => ({
  ...next,
  resources: oldResources(next.resources ?? {}, previous.resources ?? {}),
});

/** With the amounts of CPU and memory there were before. */
const oldResources = (next: ResourceRequirements, previous: ResourceRequirements): ResourceRequirements => ({
  limits: oldAmounts(next.limits, previous.limits),
  requests: oldAmounts(next.requests, previous.requests),
});

function oldAmounts(next: ResourceList = {}, previous: ResourceList = {}): ResourceList {
  const { cpu: _cpu, memory: _memory, ...others } = next;
  const { cpu, memory } = previous;
  return { ...others, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
}
