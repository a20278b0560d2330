import { Field } from '../../../model/field.ts';
import { formatSelector } from '../../../model/labels.ts';
import { ageColumn, labelsText } from '../../columns.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';
import { podTemplateWarnings } from '../../core/pod/warnings.ts';
import { emptyStatus } from '../../empty-status.ts';
import { isSame } from '../../same.ts';
import { validateSelectorKept } from '../selector-kept.ts';
import { defaultDaemonSet } from './defaults.ts';
import { setTemplateGeneration, templateGeneration, templateGenerationProblem } from './template-generation.ts';
import { validateDaemonSetSpec, validateDaemonSetStatus } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { DaemonSetSpec, DaemonSetStatus } from './schema.ts';

export interface DaemonSet extends KubeObject {
  spec: DaemonSetSpec;
  status: DaemonSetStatus;
}

export const DaemonSet: Kind<DaemonSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.apps.v1.DaemonSet',
  description: 'Runs one pod on every node, or on those that match: for logging, networking and other things that each node needs.',
  fields: {
    spec: always(object(2, DaemonSetSpec, 'What runs, and on which nodes.')),
    status: always(object(3, DaemonSetStatus, 'How many nodes run it. A little behind.')),
  },
  countsGenerations: true,
  conversionProblem: templateGenerationProblem,
  defaults: defaultDaemonSet,
  prepareCreate(daemonSet, { gates }) {
    daemonSet.status = emptyStatus(DaemonSetStatus);
    setTemplateGeneration(daemonSet, Math.max(1, templateGeneration(daemonSet)));
    dropTemplateFields(daemonSet.spec.template, gates);
  },
  prepareUpdate(next, previous, { gates }) {
    dropTemplateFields(next.spec.template, gates, previous.spec.template);
    const changed = !isSame(PodTemplateSpec, next.spec.template, previous.spec.template);
    setTemplateGeneration(next, templateGeneration(previous) + (changed ? 1 : 0));
  },
  prepareStatusUpdate(next, previous) {
    setTemplateGeneration(next, templateGeneration(previous));
  },
  ruleOrder: { update: ['metadataChange', 'change', 'object'] },
  validate: ({ spec }, field, { gates }) => validateDaemonSetSpec(spec, field.at('spec'), gates),
  *validateUpdate({ spec }, previous, field) {
    yield* validateSelectorKept(spec.selector, previous.spec.selector, field.at('spec', 'selector'));
  },
  validateStatusUpdate: ({ status }, previous, field) => validateDaemonSetStatus(status, previous.status, field.at('status')),
  *warnings(next, previous) {
    const changed = previous === undefined || templateGeneration(next) !== templateGeneration(previous);
    if (changed) yield* podTemplateWarnings(next.spec.template, new Field('spec.template'));
  },
  columns: [
    {
      name: 'Desired',
      type: 'integer',
      description: 'Nodes that should run its pod.',
      value: ({ status }) => status.desiredNumberScheduled,
    },
    { name: 'Current', type: 'integer', description: 'Nodes that have its pod.', value: ({ status }) => status.currentNumberScheduled },
    { name: 'Ready', type: 'integer', description: 'Nodes on which it is ready.', value: ({ status }) => status.numberReady },
    {
      name: 'Up-to-date',
      type: 'integer',
      description: 'Nodes with the current template.',
      value: ({ status }) => status.updatedNumberScheduled ?? 0,
    },
    {
      name: 'Available',
      type: 'integer',
      description: 'Nodes on which it has been ready long enough.',
      value: ({ status }) => status.numberAvailable ?? 0,
    },
    { name: 'Node Selector', description: 'Labels of the nodes.', value: ({ spec }) => labelsText(spec.template.spec?.nodeSelector) },
    ageColumn,
    ...templateColumns<DaemonSet>(({ spec }) => spec.template),
    { name: 'Selector', wide: true, description: 'Labels of its pods.', value: ({ spec }) => formatSelector(spec.selector) },
  ],
});
