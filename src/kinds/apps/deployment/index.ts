import { Field } from '../../../model/field.ts';
import { validateCollisionCount } from '../../collision-count.ts';
import { ageColumn } from '../../columns.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import { podNameWarnings, podTemplateWarnings } from '../../core/pod/warnings.ts';
import { selectorText } from '../../selector-text.ts';
import { validateSelectorKept } from '../selector-kept.ts';
import { defaultDeployment } from './defaults.ts';
import { copyRollback, normalizeRollback, rollbackProblem, rollbackRevision } from './rollback.ts';
import { validateDeploymentSpec, validateDeploymentStatus } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { DeploymentSpec, DeploymentStatus } from './schema.ts';

export interface Deployment extends KubeObject {
  spec: DeploymentSpec;
  status: DeploymentStatus;
}

export const Deployment: Kind<Deployment> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.Deployment',
  description:
    'Keeps a number of equal pods running and replaces them without a gap when their template changes. The usual way to run what keeps nothing.',
  fields: {
    spec: always(object(2, DeploymentSpec, 'How many pods there should be, what they look like, and how they are replaced.')),
    status: always(object(3, DeploymentStatus, 'How far it is. A little behind.')),
  },
  countsGenerations: 'annotations',
  resetFields: { status: ['metadata.labels', 'spec'] },
  conversionProblem: rollbackProblem,
  defaults(deployment) {
    normalizeRollback(deployment);
    defaultDeployment(deployment);
  },
  prepareCreate: ({ spec }, { gates }) => dropTemplateFields(spec.template, gates),
  prepareUpdate: ({ spec }, previous, { gates }) => dropTemplateFields(spec.template, gates, previous.spec.template),
  prepareStatusUpdate(next, previous) {
    const { metadata } = next;
    copyRollback(next, previous);
    delete metadata.labels;
    if (previous.metadata.labels) metadata.labels = previous.metadata.labels;
  },
  validate: (deployment, field, { gates }) =>
    validateDeploymentSpec(deployment.spec, field.at('spec'), { gates, rollbackTo: rollbackRevision(deployment) }),
  *validateUpdate({ spec }, previous, field) {
    yield* validateSelectorKept(spec.selector, previous.spec.selector, field.at('spec', 'selector'));
  },
  *validateStatusUpdate({ status }, previous, field) {
    yield* validateDeploymentStatus(status, field.at('status'));
    yield* validateCollisionCount(status, previous.status, field.at('status'));
  },
  *warnings({ metadata, spec }, previous) {
    if (!previous) yield* podNameWarnings(metadata.name);
    if (metadata.generation !== previous?.metadata.generation) yield* podTemplateWarnings(spec.template, new Field('spec.template'));
  },
  columns: [
    {
      name: 'Ready',
      description: 'Ready pods of those wanted.',
      value: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    },
    { name: 'Up-to-date', description: 'Pods of the current template.', value: ({ status }) => status.updatedReplicas ?? 0 },
    { name: 'Available', description: 'Pods that have been ready long enough.', value: ({ status }) => status.availableReplicas ?? 0 },
    ageColumn,
    ...templateColumns<Deployment>(({ spec }) => spec.template),
    { name: 'Selector', wide: true, description: 'Labels of its pods.', value: ({ spec }) => selectorText(spec.selector) },
  ],
  scale: {
    selector: ({ spec }) => selectorText(spec.selector),
    specReplicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status.replicas ?? 0,
    setReplicas({ spec }, replicas) {
      spec.replicas = replicas;
    },
  },
});
