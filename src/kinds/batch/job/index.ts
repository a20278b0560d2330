import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { JobSpec, JobStatus } from './schema.ts';

export const Job = defineKind({
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

export interface Job extends ObjectOf<typeof Job> {}
