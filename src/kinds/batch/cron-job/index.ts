import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { CronJobSpec, CronJobStatus } from './schema.ts';

export const CronJob = defineKind({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.batch.v1.CronJob',
  fields: {
    spec: required(object(2, CronJobSpec)),
    status: always(object(3, CronJobStatus)),
  },
});

export interface CronJob extends ObjectOf<typeof CronJob> {}
