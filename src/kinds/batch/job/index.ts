import { Field } from '../../../model/field.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { podNameWarnings } from '../../core/pod/warnings.ts';
import { jobColumns } from './columns.ts';
import { defaultJob } from './defaults.ts';
import { generateSelector } from './selector.ts';
import { validateJobStatusUpdate } from './status-validation.ts';
import { validateJobUpdate } from './update.ts';
import { validateJob } from './validation.ts';
import { jobSpecWarnings } from './warnings.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { JobSpec, JobStatus } from './schema.ts';

export interface Job extends KubeObject {
  spec: JobSpec;
  status: JobStatus;
}

export const Job: Kind<Job> = defineKind({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.batch.v1.Job',
  description: 'Runs pods until enough of them have succeeded, and makes up for those that fail. Deleting it ends its pods.',
  fields: {
    spec: always(object(2, JobSpec, 'What runs, how often and how many at once.')),
    status: always(object(3, JobStatus, 'How far it is. A little behind.')),
  },
  dependents: 'orphaned',

  countsGenerations: true,
  defaults: defaultJob,
  prepareCreate(job, { gates }) {
    generateSelector(job);
    job.status = {};
    dropTemplateFields(job.spec.template, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) => dropTemplateFields(spec.template, gates, previous.spec.template),
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  validate: validateJob,
  validateUpdate: (job, previous, field, { gates }) => validateJobUpdate(job, previous, field.at('spec'), gates),
  validateStatusUpdate: (job, previous, field) => validateJobStatusUpdate(job, previous, field.at('status')),
  *warnings({ metadata, spec }, previous) {
    if (!previous) yield* podNameWarnings(metadata.name);
    if (metadata.generation !== previous?.metadata.generation) yield* jobSpecWarnings(spec, new Field('spec'));
  },
  columns: jobColumns,
  selectableFields: [{ path: 'status.successful', value: ({ status }) => String(status.succeeded ?? 0) }],
});
