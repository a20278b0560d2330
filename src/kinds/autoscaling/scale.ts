import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, object, required, string, type Infer } from '../../model/schema.ts';

export const ScaleSpec = defineType('io.k8s.api.autoscaling.v1.ScaleSpec', 'The state that is wanted.', {
  replicas: int32(1, 'How many pods there should be.', { default: 0 }),
});

export interface ScaleSpec extends Infer<typeof ScaleSpec> {}

export const ScaleStatus = defineType('io.k8s.api.autoscaling.v1.ScaleStatus', 'The state that was found last.', {
  replicas: required(int32(1, 'How many pods there are.')),
  selector: string(2, 'Labels of the pods, as text: app=web.'),
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
  description: 'How large something is. Its subresource lets autoscalers and kubectl scale resize kinds that they do not know.',
  fields: {
    spec: always(object(2, ScaleSpec, 'How many pods are wanted.')),
    status: always(object(3, ScaleStatus, 'How many pods there are.')),
  },
});
