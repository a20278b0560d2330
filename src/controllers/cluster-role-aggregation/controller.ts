import { ClusterRole, PolicyRule } from '../../kinds/rbac/cluster-role.ts';
import { isSame } from '../../kinds/same.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { listOf } from '../../model/schema.ts';
import { defineController, on } from '../../runtime/controller.ts';

const manager = 'clusterrole-aggregation-controller';

export const clusterRoleAggregationController = defineController({
  name: 'ClusterRoleAggregator',
  for: ClusterRole,
  wakes: [
    // Only an aggregating role whose selectors see the change has something to do.
    on(ClusterRole, (role, { previous, cache }) =>
      cache
        .list(ClusterRole)
        .filter((other) => [role, previous].some((changed) => changed && selects(other, changed)))
        .map(({ metadata }) => metadata),
    ),
  ],

  async reconcile(role, { client, cache }) {
    if (!role.aggregationRule) return;
    const rules = aggregatedRules(role, cache.list(ClusterRole));
    if (isSame(listOf(PolicyRule), rules, role.rules)) return;
    const { name } = role.metadata;
    const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
    await client.patch(ClusterRole, { name }, { type: 'apply', body, fieldManager: manager, force: true });
  },
});

const selects = ({ aggregationRule }: ClusterRole, { metadata }: ClusterRole): boolean =>
  aggregationRule?.clusterRoleSelectors?.some((selector) => selectorFromObject(selector).matches(metadata.labels)) ?? false;

/** The rules of all the others that the role selects, each once, in the order of selectors and names. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const object of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = selectorFromObject(object);
    const selected = all.filter(({ metadata }) => metadata.name !== role.metadata.name && selector.matches(metadata.labels));
    for (const { rules: others } of selected.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
      for (const rule of others ?? []) if (!rules.some((known) => isSame(PolicyRule, known, rule))) rules.push(rule);
    }
  }
  return rules;
}
