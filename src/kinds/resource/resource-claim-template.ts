import { ageColumn } from '../columns.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { ObjectMeta } from '../../model/meta.ts';
import { defineType, object, required, type Infer } from '../../model/schema.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { validateTemplateMetadata } from '../template-metadata-validation.ts';
import { defaultResourceClaimSpec } from './claim-defaults.ts';
import { dropGatedSpec } from './claim-gated-fields.ts';
import { validateResourceClaimSpec } from './claim-validation.ts';
import { ResourceClaimSpec } from './resource-claim.ts';

export const ResourceClaimTemplateSpec = defineType(
  'io.k8s.api.resource.v1.ResourceClaimTemplateSpec',
  'Metadata and spec of claims to come.',
  {
    metadata: object(1, ObjectMeta, 'Labels and annotations of the claims.'),
    spec: required(object(2, ResourceClaimSpec, 'What devices are wanted.')),
  },
);

export interface ResourceClaimTemplateSpec extends Infer<typeof ResourceClaimTemplateSpec> {}

export interface ResourceClaimTemplate extends KubeObject {
  spec: ResourceClaimTemplateSpec;
}

export const ResourceClaimTemplate: Kind<ResourceClaimTemplate> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  scope: 'Namespaced',
  schema: 'io.k8s.api.resource.v1.ResourceClaimTemplate',
  description: 'A template that each pod naming it gets a claim of its own from. The claim goes with the pod.',
  fields: {
    spec: required(object(2, ResourceClaimTemplateSpec, 'What the claims look like. It cannot be changed.')),
  },

  defaults: ({ spec }) => defaultResourceClaimSpec(spec.spec),
  prepareCreate: ({ spec }, { gates }) => dropGatedSpec(spec.spec, gates),
  prepareUpdate: ({ spec }, previous, { gates }) => dropGatedSpec(spec.spec, gates, previous.spec.spec),
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  *validate({ spec }, field, { gates }) {
    yield* validateTemplateMetadata(spec.metadata ?? {}, field.at('spec', 'metadata'));
    yield* validateResourceClaimSpec(spec.spec, field.at('spec', 'spec'), gates);
  },
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(ResourceClaimTemplateSpec, spec, previous.spec)) {
      yield field.at('spec').invalid(goForm(ResourceClaimTemplateSpec, spec), 'field is immutable');
    }
  },
  columns: [ageColumn],
});
