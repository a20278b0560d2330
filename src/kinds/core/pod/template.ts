import { ObjectMeta } from '../../../model/meta.ts';
import { defineType, always, object, type Infer } from '../../../model/schema.ts';
import { PodSpec } from './spec.ts';

export const PodTemplateSpec = defineType('io.k8s.api.core.v1.PodTemplateSpec', {
  metadata: object(1, ObjectMeta),
  spec: always(object(2, PodSpec)),
});

export interface PodTemplateSpec extends Infer<typeof PodTemplateSpec> {}
