import { Field } from '../../../model/field.ts';
import { formatSelector } from '../../../model/labels.ts';
import { ageColumn, since } from '../../columns.ts';
import { dropTemplateFields } from '../../core/pod/gated-fields.ts';
import { templateColumns } from '../../core/pod/template-columns.ts';
import { podNameWarnings } from '../../core/pod/warnings.ts';
import { defaultJobTemplate } from '../job/defaults.ts';
import { jobSpecWarnings } from '../job/warnings.ts';
import { validateCronJobSpec } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { CronJobSpec, CronJobStatus } from './schema.ts';

export interface CronJob extends KubeObject {
  spec: CronJobSpec;
  status: CronJobStatus;
}

export const CronJob: Kind<CronJob> = defineKind({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.batch.v1.CronJob',
  description: 'Starts a Job again and again, as its schedule says. Now and then one starts twice or not at all, so jobs must bear it.',
  fields: {
    spec: required(object(2, CronJobSpec, 'What runs, and when.')),
    status: always(object(3, CronJobStatus, 'What has run.')),
  },

  countsGenerations: true,
  defaults({ spec }) {
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    if (spec.jobTemplate.spec) defaultJobTemplate(spec.jobTemplate.spec);
  },
  prepareCreate(cronJob, { gates }) {
    cronJob.status = {};
    dropTemplateFields(cronJob.spec.jobTemplate.spec?.template, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) =>
    dropTemplateFields(spec.jobTemplate.spec?.template, gates, previous.spec.jobTemplate.spec?.template),
  ruleOrder: { status: [] },
  *validateCreate({ metadata, spec }, field, { gates }) {
    yield* validateCronJobSpec(spec, undefined, field.at('spec'), gates);
    // Names of jobs get a dash and ten digits more.
    if (metadata.name.length > 52) yield field.at('metadata', 'name').invalid(metadata.name, 'must be no more than 52 characters');
  },
  validateUpdate: ({ spec }, previous, field, { gates }) => validateCronJobSpec(spec, previous.spec, field.at('spec'), gates),
  *warnings({ metadata, spec }, previous) {
    if (!previous) yield* podNameWarnings(metadata.name);
    if (metadata.generation !== previous?.metadata.generation && spec.jobTemplate.spec) {
      yield* jobSpecWarnings(spec.jobTemplate.spec, new Field('spec.jobTemplate.spec'));
    }
    if (previous && spec.schedule.includes('TZ')) {
      yield 'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';
    }
  },
  columns: [
    { name: 'Schedule', description: 'When it is due.', value: ({ spec }) => spec.schedule },
    { name: 'Timezone', description: 'Where that time is meant.', value: ({ spec }) => spec.timeZone ?? '<none>' },
    {
      name: 'Suspend',
      type: 'boolean',
      description: 'Whether it is paused.',
      value: ({ spec: { suspend } }) => (suspend === undefined ? '<unset>' : suspend ? 'True' : 'False'),
    },
    { name: 'Active', type: 'integer', description: 'Jobs that are running.', value: ({ status }) => status.active?.length ?? 0 },
    {
      name: 'Last Schedule',
      description: 'How long ago it was last due.',
      value: ({ status }, nowMs) => (status.lastScheduleTime ? since(status.lastScheduleTime, nowMs) : '<none>'),
    },
    ageColumn,
    ...templateColumns<CronJob>(({ spec }) => spec.jobTemplate.spec?.template),
    {
      name: 'Selector',
      wide: true,
      description: 'Labels of its pods.',
      value: ({ spec }) => formatSelector(spec.jobTemplate.spec?.selector),
    },
  ],
});
