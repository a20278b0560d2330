import type { FeatureGates } from '../../../../model/features/feature-gates.ts';
import type { Write } from '../../../../model/kind.ts';
import type { Field, FieldErrors } from '../../../../model/field.ts';
import { notInRange } from '../../../../model/names.ts';
import { describeDifference, goForm, goFormOfList, goMap } from '../../../go-form.ts';
import { isSame } from '../../../same.ts';
import { NodeSelectorTerm } from '../../node-selector.ts';
import { NodeAffinity, Toleration } from '../affinity.ts';
import type { Container } from '../container.ts';
import type { Pod } from '../index.ts';
import { PodSpec } from '../spec.ts';
import { validatePodAnnotations, validatePodAnnotationsUpdate } from './annotations.ts';
import { validateTolerations } from './scheduling.ts';

const maxInt32 = 2 ** 31 - 1;
const updatable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** Little of a pod may change once it exists. While it is gated it may be confined to fewer nodes (KEP-3838). */
export function* validatePodUpdate(
  next: Readonly<Pod>,
  previous: Readonly<Pod>,
  field: Field,
  { gates }: Pick<Write, 'gates'>,
): FieldErrors {
  yield* validatePodAnnotationsUpdate(next.metadata.annotations, previous.metadata.annotations, field.at('metadata', 'annotations'));
  yield* validatePodAnnotations(next.metadata.annotations, next.spec, field.at('metadata', 'annotations'));
  const at = field.at('spec');
  for (const name of ['containers', 'initContainers'] as const) {
    const now = next.spec[name] ?? [];
    if (now.length !== (previous.spec[name] ?? []).length) {
      yield at.at(name).forbidden('pod updates may not add or remove containers');
      return;
    }
    yield* validateImages(now, at.at(name));
  }
  yield* validateDeadline(next.spec.activeDeadlineSeconds, previous.spec.activeDeadlineSeconds, at.at('activeDeadlineSeconds'));
  if (isLaterDeadline(next.spec.activeDeadlineSeconds, previous.spec.activeDeadlineSeconds)) return;
  yield* validateAddedTolerations(next.spec, previous.spec, at.at('tolerations'), gates);
  yield* validateRemovedGates(next.spec, previous.spec, at.at('schedulingGates'));
  const munged = withoutAllowedChanges(next.spec, previous.spec);
  if (previous.spec.schedulingGates) {
    yield* validateNodeSelectorUpdate(next.spec, previous.spec, at.at('nodeSelector'));
    yield* validateNodeAffinityUpdate(next.spec, previous.spec, at.at('affinity', 'nodeAffinity'));
    acceptNodeConstraints(munged, previous.spec);
  }
  if (isSame(PodSpec, munged, previous.spec)) return;
  const difference = describeDifference(PodSpec, previous.spec, munged);
  yield at.forbidden(`pod updates may not change fields other than ${updatable.join(',')}\n${difference}`);
}

function* validateImages(containers: readonly Container[], field: Field): FieldErrors {
  for (const [index, { image = '' }] of containers.entries()) {
    if (!image) yield field.at(index, 'image').required();
    if (image.trim() !== image) yield field.at(index, 'image').invalid(image, 'must not have leading or trailing whitespace');
  }
}

function* validateDeadline(next: number | undefined, previous: number | undefined, field: Field): FieldErrors {
  if (next === undefined) {
    if (previous !== undefined) yield field.invalid(null, 'must not update from a positive integer to nil value');
    return;
  }
  if (next < 0 || next > maxInt32) yield field.invalid(next, notInRange(0, maxInt32));
  else if (previous !== undefined && previous < next) yield field.invalid(next, 'must be less than or equal to previous value');
}

/** Whatever else has changed is not told then. */
const isLaterDeadline = (next: number | undefined, previous = maxInt32): boolean =>
  next !== undefined && (next < 0 || next > maxInt32 || previous < next);

function* validateAddedTolerations(
  { tolerations: next = [] }: PodSpec,
  { tolerations: previous = [] }: PodSpec,
  field: Field,
  gates: FeatureGates,
): FieldErrors {
  for (const before of previous) {
    const { tolerationSeconds: _, ...rest } = before;
    const kept = next.some(({ tolerationSeconds: _seconds, ...other }) => isSame(Toleration, rest, other));
    if (!kept) {
      yield field.forbidden('existing toleration can not be modified except its tolerationSeconds');
      return;
    }
  }
  yield* validateTolerations(next, field, gates);
}

function* validateRemovedGates(
  { schedulingGates: next = [] }: PodSpec,
  { schedulingGates: previous = [] }: PodSpec,
  field: Field,
): FieldErrors {
  for (const [index, { name }] of next.entries()) {
    if (previous.some((gate) => gate.name === name)) continue;
    yield field.at(index, 'name').forbidden(`only deletion is allowed, but found new scheduling gate '${name}'`);
  }
}

/** A copy in which everything that may change is as before. */
function withoutAllowedChanges(next: Readonly<PodSpec>, previous: Readonly<PodSpec>): PodSpec {
  const { tolerations, schedulingGates, activeDeadlineSeconds, terminationGracePeriodSeconds } = previous;
  const munged: PodSpec = { ...next, containers: withImages(next.containers, previous.containers) };
  if (next.initContainers) munged.initContainers = withImages(next.initContainers, previous.initContainers ?? []);
  setOrDelete(munged, 'tolerations', tolerations);
  setOrDelete(munged, 'schedulingGates', schedulingGates);
  setOrDelete(munged, 'activeDeadlineSeconds', activeDeadlineSeconds);
  if ((terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1) {
    setOrDelete(munged, 'terminationGracePeriodSeconds', terminationGracePeriodSeconds);
  }
  return munged;
}

function setOrDelete<K extends keyof PodSpec>(spec: PodSpec, name: K, value: PodSpec[K] | undefined): void {
  if (value === undefined) delete spec[name];
  else spec[name] = value;
}

const withImages = (containers: readonly Container[], previous: readonly Container[]): Container[] =>
  containers.map((container, index) => ({ ...container, image: previous[index]?.image ?? '' }));

function* validateNodeSelectorUpdate(
  { nodeSelector: next = {} }: PodSpec,
  { nodeSelector: previous = {} }: PodSpec,
  field: Field,
): FieldErrors {
  if (Object.entries(previous).every(([key, value]) => next[key] === value)) return;
  yield field.invalid(goMap(next), 'only additions to spec.nodeSelector are allowed (no mutations or deletions)');
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

function* validateNodeAffinityUpdate(next: PodSpec, previous: PodSpec, field: Field): FieldErrors {
  const before = previous.affinity?.nodeAffinity?.[required]?.nodeSelectorTerms;
  if (!before || isSame(NodeAffinity, next.affinity?.nodeAffinity, previous.affinity?.nodeAffinity)) return;
  const now = next.affinity?.nodeAffinity?.[required]?.nodeSelectorTerms ?? [];
  const at = field.at(required, 'nodeSelectorTerms');
  if (before.length > 0 && before.length !== now.length) {
    yield at.invalid(goFormOfList(NodeSelectorTerm, now), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed');
    return;
  }
  for (const [index, term] of before.entries()) {
    const changed = now[index];
    if (changed && !hasOnlyAdditions(changed, term)) {
      yield at.at(index).invalid(goForm(NodeSelectorTerm, changed), 'only additions are allowed (no mutations or deletions)');
    }
  }
}

function hasOnlyAdditions(next: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const;
  // An empty term matches nothing, so adding to it would allow more.
  if (lists.every((name) => !previous[name]?.length)) return lists.every((name) => !next[name]?.length);
  return lists.every((name) => {
    const before = previous[name] ?? [];
    return isSame(NodeSelectorTerm.fields[name].schema, (next[name] ?? []).slice(0, before.length), before);
  });
}

function acceptNodeConstraints(munged: PodSpec, previous: Readonly<PodSpec>): void {
  setOrDelete(munged, 'nodeSelector', previous.nodeSelector);
  const nodeAffinity = previous.affinity?.nodeAffinity;
  const { nodeAffinity: _, ...others } = munged.affinity ?? {};
  if (nodeAffinity) munged.affinity = { ...others, nodeAffinity };
  else if (previous.affinity || Object.keys(others).length > 0) munged.affinity = others;
  else delete munged.affinity;
}
