import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, object, required, string, type Infer } from '../../model/schema.ts';

export const ScaleSpec = defineType('io.k8s.api.autoscaling.v1.ScaleSpec', {
  replicas: int32(1),
});

export interface ScaleSpec extends Infer<typeof ScaleSpec> {}

export const ScaleStatus = defineType('io.k8s.api.autoscaling.v1.ScaleStatus', {
  replicas: required(int32(1)),
  selector: string(2),
});

export interface ScaleStatus extends Infer<typeof ScaleStatus> {}

export interface Scale extends KubeObject {
  spec: ScaleSpec;
  status: ScaleStatus;
}

export const Scale: Kind<Scale> = defineKind({
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  plural: 'scales',
  scope: 'Namespaced',
  verbs: [],
  schema: 'io.k8s.api.autoscaling.v1.Scale',
  fields: {
    spec: always(object(2, ScaleSpec)),
    status: always(object(3, ScaleStatus)),
  },
});
