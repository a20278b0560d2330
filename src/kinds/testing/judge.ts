import { applyDefaults, decode } from '../../model/decode.ts';
import { defaultFeatureGates } from '../../model/features/feature-gates.ts';
import { Field, type FieldErrors } from '../../model/field.ts';
import type { Kind, KubeObject, Write } from '../../model/kind.ts';
import { problemsOfSteps, usualOrder, type RuleStep } from '../../model/rule-steps.ts';

/** How an object is judged when it is created or updated, without a server around it. */
export const writtenBy: Write = {
  user: { name: 'alice', groups: ['system:authenticated'] },
  nowTimestamp: '2026-01-02T03:04:05Z',
  gates: defaultFeatureGates,
};

/** The object as a client sends it, with what is left out filled in. */
export function defaulted<T extends KubeObject>(kind: Kind<T>, given: object): T {
  const { object } = decode(kind.schema, given);
  applyDefaults(kind.schema, object);
  kind.defaults?.(object);
  return object;
}

/** The same, as the server would store it. */
export function created<T extends KubeObject>(kind: Kind<T>, given: object, write = writtenBy): T {
  const object = defaulted(kind, given);
  object.metadata.name ||= '';
  object.metadata.uid = 'e6a3f2b1-0000-4000-8000-000000000001';
  object.metadata.creationTimestamp = '2026-01-02T03:04:05Z';
  if (kind.countsGenerations) object.metadata.generation = 1;
  kind.prepareCreate?.(object, write);
  return object;
}

/** What is wrong with a new object: where, and what. */
export function problemsOf<T extends KubeObject>(kind: Kind<T>, given: object, write = writtenBy): string[] {
  return told(
    problemsOfSteps(aboutObject(kind.ruleOrder?.create ?? usualOrder.create), { kind, next: created(kind, given, write), write }),
  );
}

/** What is wrong with an update of one to the other. */
export function problemsOfUpdate<T extends KubeObject>(kind: Kind<T>, previous: object, next: object, write = writtenBy): string[] {
  const [before, after] = [created(kind, previous, write), defaulted(kind, next)];
  if (kind.subresources?.includes('status')) Object.assign(after, { status: (before as { status?: unknown }).status });
  kind.prepareUpdate?.(after, before, write);
  const change = (field: Field): FieldErrors => kind.validateUpdate?.(after, before, field, write) ?? [];
  return told(
    problemsOfSteps(aboutObject(kind.ruleOrder?.update ?? usualOrder.update), {
      kind,
      next: after,
      previous: before,
      write,
      change,
    }),
  );
}

export function problemsOfStatusUpdate<T extends KubeObject>(kind: Kind<T>, previous: object, next: object): string[] {
  const [before, after] = [defaulted(kind, previous), defaulted(kind, next)];
  kind.prepareStatusUpdate?.(after, before, writtenBy);
  return told(kind.validateStatusUpdate?.(after, before, new Field(), writtenBy));
}

/** The steps that are not about metadata, which objects in tests leave out. */
const aboutObject = (steps: readonly RuleStep[]): readonly RuleStep[] => steps.filter((step) => !step.startsWith('metadata'));

/** The cells of its row, by the names of the columns. */
export const cellsOf = <T extends KubeObject>(kind: Kind<T>, object: T, nowMs: number): Record<string, string | number | boolean> =>
  Object.fromEntries((kind.columns ?? []).map((column) => [column.name, column.value(object, nowMs)]));

/** `spec.replicas: Invalid value: -1: must be …`. The message starts with what the reason stands for, so that is in it as well. */
const told = (problems: FieldErrors | undefined): string[] => [...(problems ?? [])].map(({ field, message }) => `${field}: ${message}`);
