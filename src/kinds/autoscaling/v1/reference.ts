import { defineType, required, string, type Infer } from '../../../model/schema.ts';

export const CrossVersionObjectReference = defineType(
  'io.k8s.api.autoscaling.v1.CrossVersionObjectReference',
  'Names an object in the same namespace.',
  {
    kind: required(string(1, 'Kind of the object, such as Deployment.')),
    name: required(string(2, 'Name of the object that is meant.')),
    apiVersion: string(3, 'Group and version of the kind, such as apps/v1.'),
  },
  { mapType: 'atomic' },
);

export interface CrossVersionObjectReference extends Infer<typeof CrossVersionObjectReference> {}
