import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { object, required } from '../../../model/schema.ts';
import type { ObjectMeta } from '../../../model/meta.ts';
import { otherForm } from '../../other-form.ts';
import { typeInVersion } from '../../type-in-version.ts';
import { ResourceClaimTemplate as Hub, ResourceClaimTemplateSpec as HubSpec } from '../resource-claim-template.ts';
import { lifecycle } from './lifecycle.ts';
import { defaultSpec, ResourceClaimSpec, specFromHub, specToHub } from './resource-claim.ts';

const version = 'v1beta1';

interface ResourceClaimTemplateSpec {
  metadata?: ObjectMeta;
  spec: ResourceClaimSpec;
}

export interface ResourceClaimTemplate extends KubeObject {
  spec: ResourceClaimTemplateSpec;
}

export const ResourceClaimTemplate: Kind<ResourceClaimTemplate> = defineKind({
  ...otherForm<ResourceClaimTemplate, Hub>(Hub, {
    toHub: (template) => ({ ...template, spec: { ...template.spec, spec: specToHub(template.spec.spec) } }),
    fromHub: (template) => ({ ...template, spec: { ...template.spec, spec: specFromHub(template.spec.spec) } }),
  }),
  version,
  lifecycle,
  schema: 'io.k8s.api.resource.v1beta1.ResourceClaimTemplate',
  fields: {
    spec: required(
      object(2, typeInVersion<ResourceClaimTemplateSpec>(HubSpec, { version, replaced: { ResourceClaimSpec } }), 'What is wanted.'),
    ),
  },
  defaults: ({ spec }) => defaultSpec(spec.spec),
});
