import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { CustomResourceDefinitionSpec, CustomResourceDefinitionStatus } from './schema.ts';

export interface CustomResourceDefinition extends KubeObject {
  spec: CustomResourceDefinitionSpec;
  status: CustomResourceDefinitionStatus;
}

export const CustomResourceDefinition: Kind<CustomResourceDefinition> = defineKind({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  fields: {
    spec: required(object(2, CustomResourceDefinitionSpec)),
    status: always(object(3, CustomResourceDefinitionStatus)),
  },
});
