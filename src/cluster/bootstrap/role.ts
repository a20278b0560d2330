import type { PolicyRule } from '../../kinds/rbac/cluster-role.ts';

/** Marks what the server keeps as it ships it, until somebody sets `autoupdate` to `false`. */
export const bootstrapMetadata = {
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
} as const;

type Labels = Readonly<Record<string, string>>;

export interface BootstrapClusterRole {
  readonly name: string;
  readonly labels: Labels;
  /** Absent of aggregated roles, whose rules come from others. */
  readonly rules?: readonly PolicyRule[];
  readonly aggregates?: readonly Labels[];
}

export interface BootstrapRole {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

export const clusterRole = (name: string, rules: readonly PolicyRule[], labels: Labels = {}): BootstrapClusterRole => ({
  name,
  rules,
  labels,
});

/** A role made of all roles with one of these sets of labels. */
export const aggregated = (name: string, aggregates: readonly Labels[], labels: Labels = {}): BootstrapClusterRole => ({
  name,
  aggregates,
  labels,
});

export const role = (namespace: string, name: string, rules: readonly PolicyRule[]): BootstrapRole => ({ namespace, name, rules });

export const can = (
  verbs: readonly string[],
  apiGroups: readonly string[],
  resources: readonly string[],
  { names }: { names?: readonly string[] } = {},
): PolicyRule => ({
  verbs: [...verbs],
  apiGroups: [...apiGroups],
  resources: [...resources],
  ...(names && { resourceNames: [...names] }),
});

export const canReach = (verbs: readonly string[], urls: readonly string[]): PolicyRule => ({
  verbs: [...verbs],
  nonResourceURLs: [...urls],
});
