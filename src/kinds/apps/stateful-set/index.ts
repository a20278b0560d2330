import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { Field } from '../../../model/field.ts';
import { checkDnsLabel } from '../../../model/names.ts';
import { ageColumn } from '../../columns.ts';
import { claimSpecWarnings } from '../../core/persistent-volume-claim/warnings.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import { podTemplateWarnings } from '../../core/pod/warnings.ts';
import { emptyStatus } from '../../empty-status.ts';
import { dropGated, type GatedFields } from '../../gated.ts';
import { selectorText } from '../../selector-text.ts';
import { defaultStatefulSet } from './defaults.ts';
import { validateNewStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { StatefulSetSpec, StatefulSetStatus } from './schema.ts';

export interface StatefulSet extends KubeObject {
  spec: StatefulSetSpec;
  status: StatefulSetStatus;
}

export const StatefulSet: Kind<StatefulSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.StatefulSet',
  description:
    'Keeps pods running that each have a lasting name, number and storage: for databases and the like. Its storage stays when it is deleted.',
  fields: {
    spec: always(object(2, StatefulSetSpec, 'How many pods there should be, what they look like, and which storage each has.')),
    status: always(object(3, StatefulSetStatus, 'How far it is. A little behind.')),
  },
  countsGenerations: true,
  defaults: defaultStatefulSet,
  prepareCreate(statefulSet, { gates }) {
    statefulSet.status = emptyStatus(StatefulSetStatus);
    prepareUnavailable(statefulSet, gates);
    dropTemplateFields(statefulSet.spec.template, gates);
  },
  prepareUpdate(next, previous, { gates }) {
    prepareUnavailable(next, gates, previous);
    dropTemplateFields(next.spec.template, gates, previous.spec.template);
  },
  validateName: checkDnsLabel,
  ruleOrder: { status: ['change', 'metadataChange'] },
  validateCreate: ({ spec }, field, { gates }) => validateNewStatefulSet(spec, field.at('spec'), gates),
  validateUpdate: ({ spec }, previous, field, { gates }) => validateStatefulSetUpdate(spec, previous.spec, field.at('spec'), gates),
  validateStatusUpdate: ({ status }, previous, field) => validateStatefulSetStatus(status, previous.status, field.at('status')),
  warnings: statefulSetWarnings,
  columns: [
    {
      name: 'Ready',
      description: 'Ready pods of those wanted.',
      value: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    },
    ageColumn,
    ...templateColumns<StatefulSet>(({ spec }) => spec.template),
  ],
  scale: {
    selector: ({ spec }) => selectorText(spec.selector),
    specReplicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status.replicas,
    setReplicas({ spec }, replicas) {
      spec.replicas = replicas;
    },
  },
});

const gated: readonly GatedFields<StatefulSet>[] = [
  {
    features: ['MaxUnavailableStatefulSet'],
    isUsed: ({ spec }) => spec.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined,
    drop: ({ spec }) => delete spec.updateStrategy?.rollingUpdate?.maxUnavailable,
  },
];

function prepareUnavailable(statefulSet: StatefulSet, gates: FeatureGates, previous?: Readonly<StatefulSet>): void {
  const { type, rollingUpdate } = statefulSet.spec.updateStrategy ?? {};
  if (gates.isOn('MaxUnavailableStatefulSet') && type === 'RollingUpdate' && rollingUpdate) rollingUpdate.maxUnavailable ??= 1;
  dropGated(gated, gates, statefulSet, previous);
}

function* statefulSetWarnings({ metadata, spec }: Readonly<StatefulSet>, previous?: Readonly<StatefulSet>): Iterable<string> {
  if (metadata.generation !== previous?.metadata.generation) yield* podTemplateWarnings(spec.template, new Field('spec.template'));
  for (const [index, claim] of spec.volumeClaimTemplates?.entries() ?? []) {
    const field = new Field('spec.volumeClaimTemplates').at(index);
    yield* claimSpecWarnings(claim.spec, previous ? field.at('Spec') : field);
  }
  if ((spec.revisionHistoryLimit ?? 0) < 0) {
    yield 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
  }
}
