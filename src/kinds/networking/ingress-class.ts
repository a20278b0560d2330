import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, required, string, type Infer } from '../../model/schema.ts';

export const IngressClassParametersReference = defineType('io.k8s.api.networking.v1.IngressClassParametersReference', {
  apiGroup: string(1),
  kind: required(string(2)),
  name: required(string(3)),
  scope: always(string(4)),
  namespace: string(5),
});

export interface IngressClassParametersReference extends Infer<typeof IngressClassParametersReference> {}

export const IngressClassSpec = defineType('io.k8s.api.networking.v1.IngressClassSpec', {
  controller: string(1),
  parameters: object(2, IngressClassParametersReference),
});

export interface IngressClassSpec extends Infer<typeof IngressClassSpec> {}

export interface IngressClass extends KubeObject {
  spec: IngressClassSpec;
}

export const IngressClass: Kind<IngressClass> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.networking.v1.IngressClass',
  fields: {
    spec: always(object(2, IngressClassSpec)),
  },
});
