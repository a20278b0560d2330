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
  fields: {
    spec: always(object(2, JobSpec)),
    status: always(object(3, JobStatus)),
  },
});
