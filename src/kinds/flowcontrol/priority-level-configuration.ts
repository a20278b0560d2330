import { keepMetadata } from '../kept-metadata.ts';
import { validateConditionTypes } from './conditions.ts';
import { validatePriorityLevel } from './priority-level-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const ExemptPriorityLevelConfiguration = defineType('io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration', {
  nominalConcurrencyShares: int32(1),
  lendablePercent: int32(2),
});

export interface ExemptPriorityLevelConfiguration extends Infer<typeof ExemptPriorityLevelConfiguration> {}

export const QueuingConfiguration = defineType('io.k8s.api.flowcontrol.v1.QueuingConfiguration', {
  queues: always(int32(1)),
  handSize: always(int32(2)),
  queueLengthLimit: always(int32(3)),
});

export interface QueuingConfiguration extends Infer<typeof QueuingConfiguration> {}

export const LimitResponse = defineType('io.k8s.api.flowcontrol.v1.LimitResponse', {
  type: required(string(1)),
  queuing: object(2, QueuingConfiguration),
});

export interface LimitResponse extends Infer<typeof LimitResponse> {}

export const LimitedPriorityLevelConfiguration = defineType('io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration', {
  nominalConcurrencyShares: always(int32(1)),
  limitResponse: always(object(2, LimitResponse)),
  lendablePercent: int32(3),
  borrowingLimitPercent: int32(4),
});

export interface LimitedPriorityLevelConfiguration extends Infer<typeof LimitedPriorityLevelConfiguration> {}

export const PriorityLevelConfigurationSpec = defineType('io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec', {
  type: required(string(1)),
  limited: object(2, LimitedPriorityLevelConfiguration),
  exempt: object(3, ExemptPriorityLevelConfiguration),
});

export interface PriorityLevelConfigurationSpec extends Infer<typeof PriorityLevelConfigurationSpec> {}

export const PriorityLevelConfigurationCondition = defineType('io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition', {
  type: string(1),
  status: string(2),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface PriorityLevelConfigurationCondition extends Infer<typeof PriorityLevelConfigurationCondition> {}

export const PriorityLevelConfigurationStatus = defineType('io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus', {
  conditions: list(1, PriorityLevelConfigurationCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface PriorityLevelConfigurationStatus extends Infer<typeof PriorityLevelConfigurationStatus> {}

export interface PriorityLevelConfiguration extends KubeObject {
  spec: PriorityLevelConfigurationSpec;
  status: PriorityLevelConfigurationStatus;
}

export const PriorityLevelConfiguration: Kind<PriorityLevelConfiguration> = defineKind({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration',
  fields: {
    spec: always(object(2, PriorityLevelConfigurationSpec)),
    status: always(object(3, PriorityLevelConfigurationStatus)),
  },

  countsGenerations: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec: { limited, exempt } }) {
    if (exempt) {
      exempt.nominalConcurrencyShares ??= 0;
      exempt.lendablePercent ??= 0;
    }
    if (!limited) return;
    limited.nominalConcurrencyShares ??= 30;
    limited.lendablePercent ??= 0;
    const queuing = limited.limitResponse?.queuing;
    if (!queuing) return;
    queuing.handSize ||= 8;
    queuing.queues ||= 64;
    queuing.queueLengthLimit ||= 50;
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  *validate({ metadata, spec }, field) {
    if (metadata.annotations?.[preservedZero] !== undefined) {
      yield field.at('metadata', 'annotations').forbidden(`annotation '${preservedZero}' is forbidden`);
    }
    yield* validatePriorityLevel(metadata.name, spec, field.at('spec'));
  },
  validateStatusUpdate: ({ status }, _previous, field) => validateConditionTypes(status.conditions, field.at('status')),
  columns: [
    { name: 'Type', description: 'Whether its requests are limited.', value: ({ spec }) => spec.type },
    {
      name: 'NominalConcurrencyShares',
      description: 'Its part of what can be done at once.',
      value: ({ spec }) => spec.limited?.nominalConcurrencyShares ?? '<none>',
    },
    { name: 'Queues', description: 'How many queues it has.', value: ({ spec }) => queuingOf(spec)?.queues ?? '<none>' },
    { name: 'HandSize', description: 'How many queues a flow may use.', value: ({ spec }) => queuingOf(spec)?.handSize ?? '<none>' },
    {
      name: 'QueueLengthLimit',
      description: 'How many requests wait in a queue at most.',
      value: ({ spec }) => queuingOf(spec)?.queueLengthLimit ?? '<none>',
    },
  ],
});

/** How an older version told zero shares from none. */
const preservedZero = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';

const queuingOf = ({ limited }: Readonly<PriorityLevelConfigurationSpec>): QueuingConfiguration | undefined =>
  limited?.limitResponse?.queuing;
