import { defineType, list, map, required, string, type Infer } from '../../model/schema.ts';

export const ResourceClaim = defineType('io.k8s.api.core.v1.ResourceClaim', {
  name: required(string(1)),
  request: string(2),
});

export interface ResourceClaim extends Infer<typeof ResourceClaim> {}

export const ResourceRequirements = defineType('io.k8s.api.core.v1.ResourceRequirements', {
  limits: map(1, 'quantity'),
  requests: map(2, 'quantity'),
  claims: list(3, ResourceClaim, { listType: 'map', listMapKeys: ['name'] }),
});

export interface ResourceRequirements extends Infer<typeof ResourceRequirements> {}

export const VolumeResourceRequirements = defineType('io.k8s.api.core.v1.VolumeResourceRequirements', {
  limits: map(1, 'quantity'),
  requests: map(2, 'quantity'),
});

export interface VolumeResourceRequirements extends Infer<typeof VolumeResourceRequirements> {}
