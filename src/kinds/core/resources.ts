import { defineType, list, map, required, string, type Infer } from '../../model/schema.ts';

export const ResourceClaim = defineType('io.k8s.api.core.v1.ResourceClaim', 'Lets a container use devices that its pod claims.', {
  name: required(string(1, "Entry of the pod's resourceClaims that the container uses.")),
  request: string(2, 'Which request of the claim; all devices of the claim are available unless given.'),
});

export interface ResourceClaim extends Infer<typeof ResourceClaim> {}

export const ResourceRequirements = defineType(
  'io.k8s.api.core.v1.ResourceRequirements',
  'What a container needs, and what it gets at most.',
  {
    limits: map(1, 'quantity', 'The most it may use. CPU beyond is throttled; memory beyond gets the container killed.'),
    requests: map(2, 'quantity', 'What the scheduler sets aside on a node. The limits unless given; nothing if neither is.'),
    claims: list(3, ResourceClaim, 'Devices that the container may use, out of those that the pod claims in resourceClaims.', {
      listType: 'map',
      listMapKeys: ['name'],
    }),
  },
);

export interface ResourceRequirements extends Infer<typeof ResourceRequirements> {}

export const VolumeResourceRequirements = defineType('io.k8s.api.core.v1.VolumeResourceRequirements', 'How much space a claim asks for.', {
  limits: map(1, 'quantity', 'The largest volume that will do.'),
  requests: map(
    2,
    'quantity',
    'The space wanted under `storage`, such as 10Gi. A larger volume may be bound; raising it later grows the volume.',
  ),
});

export interface VolumeResourceRequirements extends Infer<typeof VolumeResourceRequirements> {}
