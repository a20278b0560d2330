import { ageColumn } from '../columns.ts';
import { validatePreemptionPolicy } from '../core/pod/validation/spec.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, boolean, int32, oneOf, string } from '../../model/schema.ts';

export interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
  description?: string;
  preemptionPolicy?: 'Never' | 'PreemptLowerPriority';
}

export const PriorityClass: Kind<PriorityClass> = defineKind({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  scope: 'Cluster',
  schema: 'io.k8s.api.scheduling.v1.PriorityClass',
  description: 'A name for how important pods are. The more important are scheduled first and may displace others.',
  fields: {
    value: always(int32(2, 'The higher, the more important; up to a billion. It cannot be changed.')),
    globalDefault: boolean(3, 'Whether pods without a class get this one. At most one class should be the default.'),
    description: string(4, 'What the class is for, in your words.'),
    preemptionPolicy: oneOf(
      5,
      ['Never', 'PreemptLowerPriority'],
      'Whether pods of the class may displace less important ones: PreemptLowerPriority (the default) or Never.',
    ),
  },
  defaults(priorityClass) {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  prepareCreate({ metadata }) {
    metadata.generation = 1;
  },
  prepareUpdate({ metadata }, previous) {
    if (previous.metadata.generation !== undefined) metadata.generation = previous.metadata.generation;
  },
  ruleOrder: { update: ['metadataChange', 'change'] },
  *validate({ metadata, value, globalDefault = false, preemptionPolicy }, field) {
    if (metadata.name?.startsWith('system-')) {
      const problem = systemClassProblem(metadata.name, value, globalDefault);
      const detail = `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`;
      if (problem !== undefined) yield field.at('metadata', 'name').forbidden(detail);
    } else if (value > highestUserPriority) {
      yield field.at('value').forbidden(`maximum allowed value of a user defined priority is ${highestUserPriority}`);
    }
    if (preemptionPolicy !== undefined) yield* validatePreemptionPolicy(preemptionPolicy, field.at('preemptionPolicy'));
  },
  *validateUpdate(next, previous, field) {
    if (next.value !== previous.value) yield field.at('value').forbidden('may not be changed in an update.');
    if (next.preemptionPolicy !== previous.preemptionPolicy) {
      yield field.at('preemptionPolicy').invalid(next.preemptionPolicy ?? null, 'field is immutable');
    }
  },
  columns: [
    { name: 'Value', type: 'integer', description: 'The higher, the more important.', value: ({ value }) => value },
    {
      name: 'Global-Default',
      type: 'boolean',
      description: 'Whether pods without a class get this one.',
      value: ({ globalDefault }) => globalDefault ?? false,
    },
    ageColumn,
    {
      name: 'PreemptionPolicy',
      description: 'Whether pods of this class may take the place of others.',
      value: ({ preemptionPolicy }) => preemptionPolicy ?? '',
    },
  ],
});

const highestUserPriority = 1_000_000_000;

/** Classes with this prefix are those the system comes with, and they are as it comes with them. */
const systemClasses: Readonly<Record<string, number>> = {
  'system-node-critical': 2 * highestUserPriority + 1000,
  'system-cluster-critical': 2 * highestUserPriority,
};

function systemClassProblem(name: string, value: number, globalDefault: boolean): string | undefined {
  const expected = Object.hasOwn(systemClasses, name) ? systemClasses[name] : undefined;
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
