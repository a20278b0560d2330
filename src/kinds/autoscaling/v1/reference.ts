import { defineType, required, string, type Infer } from '../../../model/schema.ts';

export const CrossVersionObjectReference = defineType(
  'io.k8s.api.autoscaling.v1.CrossVersionObjectReference',
  {
    kind: required(string(1)),
    name: required(string(2)),
    apiVersion: string(3),
  },
  { mapType: 'atomic' },
);

export interface CrossVersionObjectReference extends Infer<typeof CrossVersionObjectReference> {}
