import { Field } from '../../../model/field.ts';
import { formatSelector } from '../../../model/labels.ts';
import { ageColumn } from '../../columns.ts';
import { defaultPodTemplate } from '../../core/pod/defaults.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import { podNameWarnings, podTemplateWarnings } from '../../core/pod/warnings.ts';
import { emptyStatus } from '../../empty-status.ts';
import { validateReplicaCounts } from '../../replica-counts.ts';
import { selectorText } from '../../selector-text.ts';
import { validateSelectorKept } from '../selector-kept.ts';
import { validateReplicaSetSpec } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ReplicaSetSpec, ReplicaSetStatus } from './schema.ts';

export interface ReplicaSet extends KubeObject {
  spec: ReplicaSetSpec;
  status: ReplicaSetStatus;
}

export const ReplicaSet: Kind<ReplicaSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.ReplicaSet',
  description: 'Keeps a number of equal pods running. Mostly made by a Deployment, one for each version of its template.',
  fields: {
    spec: always(object(2, ReplicaSetSpec, 'How many pods there should be, and what they look like.')),
    status: always(object(3, ReplicaSetStatus, 'How many pods there are. A little behind.')),
  },
  countsGenerations: true,
  defaults({ spec }) {
    spec.replicas ??= 1;
    if (spec.template) defaultPodTemplate(spec.template);
  },
  prepareCreate(replicaSet, { gates }) {
    replicaSet.status = emptyStatus(ReplicaSetStatus);
    dropTemplateFields(replicaSet.spec.template, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) => dropTemplateFields(spec.template, gates, previous.spec.template),
  validate: ({ spec }, field, { gates }) => validateReplicaSetSpec(spec, field.at('spec'), gates),
  *validateUpdate({ spec }, previous, field) {
    yield* validateSelectorKept(spec.selector, previous.spec.selector, field.at('spec', 'selector'));
  },
  validateStatusUpdate: ({ status }, _previous, field) => validateReplicaCounts(status, field.at('status')),
  *warnings({ metadata, spec }, previous) {
    if (!previous) yield* podNameWarnings(metadata.name);
    if (spec.template && metadata.generation !== previous?.metadata.generation)
      yield* podTemplateWarnings(spec.template, new Field('spec.template'));
  },
  columns: [
    { name: 'Desired', type: 'integer', description: 'How many pods there should be.', value: ({ spec }) => spec.replicas ?? 0 },
    { name: 'Current', type: 'integer', description: 'How many pods there are.', value: ({ status }) => status.replicas },
    { name: 'Ready', type: 'integer', description: 'How many of them are ready.', value: ({ status }) => status.readyReplicas ?? 0 },
    ageColumn,
    ...templateColumns<ReplicaSet>(({ spec }) => spec.template),
    { name: 'Selector', wide: true, description: 'Labels of its pods.', value: ({ spec }) => formatSelector(spec.selector) },
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
