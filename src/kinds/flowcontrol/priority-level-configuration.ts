import { keepMetadata } from '../kept-metadata.ts';
import { validateConditionTypes } from './conditions.ts';
import { validatePriorityLevel } from './priority-level-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const ExemptPriorityLevelConfiguration = defineType(
  'io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration',
  'A level whose requests are never held up.',
  {
    nominalConcurrencyShares: int32(1, 'Its share of what the server does at once, compared to other levels: 0 unless given.'),
    lendablePercent: int32(2, 'How much of it other levels may use meanwhile, in percent: 0 unless given.'),
  },
);

export interface ExemptPriorityLevelConfiguration extends Infer<typeof ExemptPriorityLevelConfiguration> {}

export const QueuingConfiguration = defineType(
  'io.k8s.api.flowcontrol.v1.QueuingConfiguration',
  'How many queues there are, and how long.',
  {
    queues: always(int32(1, 'How many queues there are: 64 unless given.')),
    handSize: always(
      int32(2, "How many queues a flow may use, of which it takes the shortest: 8 unless given. Keeps flows out of each other's way."),
    ),
    queueLengthLimit: always(int32(3, 'How many requests may wait in a queue: 50 unless given. More are refused.')),
  },
);

export interface QueuingConfiguration extends Infer<typeof QueuingConfiguration> {}

export const LimitResponse = defineType(
  'io.k8s.api.flowcontrol.v1.LimitResponse',
  'Whether too many requests wait or are refused.',
  {
    type: required(string(1, 'Queue lets them wait, Reject refuses them with code 429.')),
    queuing: object(2, QueuingConfiguration, 'How requests wait; only with Queue.'),
  },
  { union: { discriminator: 'type', members: ['queuing'] } },
);

export interface LimitResponse extends Infer<typeof LimitResponse> {}

export const LimitedPriorityLevelConfiguration = defineType(
  'io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration',
  'A level whose requests are limited.',
  {
    nominalConcurrencyShares: always(int32(1, 'Its share of what the server does at once, compared to other levels: 30 unless given.')),
    limitResponse: always(object(2, LimitResponse, 'What happens to requests that cannot be served at once.')),
    lendablePercent: int32(3, 'How much of it other levels may use meanwhile, in percent: 0 unless given.'),
    borrowingLimitPercent: int32(4, 'How much it may use of other levels, in percent of its own: no limit unless given.'),
  },
);

export interface LimitedPriorityLevelConfiguration extends Infer<typeof LimitedPriorityLevelConfiguration> {}

export const PriorityLevelConfigurationSpec = defineType(
  'io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec',
  'The state that is wanted.',
  {
    type: required(string(1, 'Limited, or Exempt for requests that are never held up.')),
    limited: object(2, LimitedPriorityLevelConfiguration, 'Details of Limited.'),
    exempt: object(3, ExemptPriorityLevelConfiguration, 'Details of Exempt.'),
  },
  { union: { discriminator: 'type', members: ['exempt', 'limited'] } },
);

export interface PriorityLevelConfigurationSpec extends Infer<typeof PriorityLevelConfigurationSpec> {}

export const PriorityLevelConfigurationCondition = defineType(
  'io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition',
  "One aspect of a level's state, and since when it is so.",
  {
    type: string(1, 'Name of the aspect.'),
    status: string(2, 'Whether it holds: True, False or Unknown.'),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface PriorityLevelConfigurationCondition extends Infer<typeof PriorityLevelConfigurationCondition> {}

export const PriorityLevelConfigurationStatus = defineType(
  'io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus',
  'The state that was found last.',
  {
    conditions: list(1, PriorityLevelConfigurationCondition, "Aspects of the level's state.", {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
  },
);

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
  description:
    'How many requests of one importance the API server does at once, and what happens to more. FlowSchemas sort requests into levels.',
  fields: {
    spec: always(object(2, PriorityLevelConfigurationSpec, 'How requests of the level are limited.')),
    status: always(object(3, PriorityLevelConfigurationStatus, 'What state the level is in.')),
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
  ruleOrder: { update: ['metadata', 'object'], status: ['change'] },
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
