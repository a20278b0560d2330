import { ObjectMeta } from '../../../model/meta.ts';
import { defineType, always, object, type Infer } from '../../../model/schema.ts';
import { PodSpec } from './spec.ts';

export const PodTemplateSpec = defineType('io.k8s.api.core.v1.PodTemplateSpec', 'What pods made by a controller look like.', {
  metadata: object(1, ObjectMeta, "Labels and annotations of the pods. The labels must match the controller's selector."),
  spec: always(object(2, PodSpec, 'What the pods run, and how.')),
});

export interface PodTemplateSpec extends Infer<typeof PodTemplateSpec> {}
