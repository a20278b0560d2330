import { Field } from '../../../model/field.ts';
import { ageColumn, labelsText } from '../../columns.ts';
import { emptyStatus } from '../../empty-status.ts';
import { validateReplicaCounts } from '../../replica-counts.ts';
import { dropTemplateFields } from '../pod/gated-fields.ts';
import { templateColumns } from '../pod/template-columns.ts';
import { podNameWarnings, podTemplateWarnings } from '../pod/warnings.ts';
import { defaultReplicationController } from './defaults.ts';
import { validateReplicationController } from './validation.ts';
import { checkDnsSubdomain } from '../../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ReplicationControllerSpec, ReplicationControllerStatus } from './schema.ts';

export interface ReplicationController extends KubeObject {
  spec: ReplicationControllerSpec;
  status: ReplicationControllerStatus;
}

export const ReplicationController: Kind<ReplicationController> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.core.v1.ReplicationController',
  description: 'Keeps a number of equal pods running. The forerunner of ReplicaSet; use a Deployment instead.',
  fields: {
    spec: always(object(2, ReplicationControllerSpec, 'How many pods there should be, and what they look like.')),
    status: always(object(3, ReplicationControllerStatus, 'How many pods there are. A little behind.')),
  },
  dependents: 'orphaned',
  countsGenerations: true,
  defaults: defaultReplicationController,
  prepareCreate(controller, { gates }) {
    controller.status = emptyStatus(ReplicationControllerStatus);
    dropTemplateFields(controller.spec.template, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) => dropTemplateFields(spec.template, gates, previous.spec.template),
  // Beginnings of names are not judged.
  validateName: (name, { isPrefix }) => (isPrefix ? [] : checkDnsSubdomain(name)),
  validate: validateReplicationController,
  validateStatusUpdate: ({ status }, _previous, field) => validateReplicaCounts(status, field.at('status')),
  *warnings({ metadata, spec }, previous) {
    if (!previous) yield* podNameWarnings(metadata.name);
    if (metadata.generation === previous?.metadata.generation) return;
    // On update upstream looks at the previous template.
    const template = previous ? previous.spec.template : spec.template;
    if (template) yield* podTemplateWarnings(template, new Field('spec.template'));
  },
  columns: [
    { name: 'Desired', type: 'integer', description: 'How many pods there should be.', value: ({ spec }) => spec.replicas ?? 0 },
    { name: 'Current', type: 'integer', description: 'How many pods there are.', value: ({ status }) => status.replicas ?? 0 },
    { name: 'Ready', type: 'integer', description: 'How many of them are ready.', value: ({ status }) => status.readyReplicas ?? 0 },
    ageColumn,
    ...templateColumns<ReplicationController>(({ spec }) => spec.template),
    { name: 'Selector', wide: true, description: 'Labels of its pods.', value: ({ spec }) => labelsText(spec.selector) },
  ],
  selectableFields: [{ path: 'status.replicas', value: ({ status }) => String(status.replicas ?? 0) }],
  scale: {
    selector: ({ spec }) => labelsText(spec.selector, ''),
    specReplicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status.replicas ?? 0,
    setReplicas({ spec }, replicas) {
      spec.replicas = replicas;
    },
  },
});
