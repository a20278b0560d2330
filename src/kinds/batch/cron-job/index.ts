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
  fields: {
    spec: required(object(2, CronJobSpec)),
    status: always(object(3, CronJobStatus)),
  },
});
