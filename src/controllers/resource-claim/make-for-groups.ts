import { keyOf } from '../../client/informer.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { defineController, index, on, type Controller } from '../../runtime/controller.ts';
import { claimNameFor, type ClaimEntry } from '../pods/resource-claims.ts';
import { ensureClaims } from './ensure-claims.ts';

const byTemplate = 'resource claim template';
const byClaim = 'resource claim';
const entriesOf = ({ spec }: PodGroup): readonly ClaimEntry[] => spec.resourceClaims ?? [];

/** Makes the claims that groups of pods want from templates; their pods share them. */
export const groupClaimsController: Controller = defineController({
  name: 'resource_claim_of_pod_group',
  for: PodGroup,
  indexes: [
    index(PodGroup, byTemplate, (group) =>
      entriesOf(group).flatMap(({ resourceClaimTemplateName: name }) =>
        name ? [keyOf({ namespace: group.metadata.namespace, name })] : [],
      ),
    ),
    index(PodGroup, byClaim, (group) =>
      entriesOf(group).flatMap((entry) => {
        const found = claimNameFor(group, entry);
        return typeof found === 'string' ? [] : [keyOf({ namespace: group.metadata.namespace, name: found.name })];
      }),
    ),
  ],
  wakes: [
    on(ResourceClaim, ({ metadata }, { cache }) => cache.byIndex(PodGroup, byClaim, keyOf(metadata)).map((group) => group.metadata)),
    on(ResourceClaimTemplate, ({ metadata }, { isDeleted, cache }) =>
      isDeleted ? [] : cache.byIndex(PodGroup, byTemplate, keyOf(metadata)).map((group) => group.metadata),
    ),
  ],
  workers: 5,
  isWokenBy: (next) => entriesOf(next).length > 0,

  async reconcile(group, context) {
    if (group.metadata.deletionTimestamp !== undefined) return;
    const serves = (claim: ResourceClaim, entry: ClaimEntry) => entry.resourceClaimName !== undefined || isControlledBy(claim, group);
    await ensureClaims(group, { kind: PodGroup, serves }, context);
  },
});
