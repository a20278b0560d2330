import type { NamespaceCondition } from '../../kinds/core/namespace.ts';
import { formatTime } from '../../model/timestamp.ts';

type Wrong = { readonly reason: string; readonly message: string };

/** What went wrong, or is left, by type of condition. What is absent is well. */
export type Findings = Partial<Record<(typeof types)[number], Wrong>>;

const types = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceContentRemaining',
  'NamespaceFinalizersRemaining',
] as const;

const well: Record<(typeof types)[number], Wrong> = {
  NamespaceDeletionDiscoveryFailure: { reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
  NamespaceDeletionGroupVersionParsingFailure: { reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
  NamespaceDeletionContentFailure: {
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
  NamespaceContentRemaining: { reason: 'ContentRemoved', message: 'All content successfully removed' },
  NamespaceFinalizersRemaining: { reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' },
};

/** The conditions with what was found; the same list when nothing is new. */
export function withFindings(before: readonly NamespaceCondition[], findings: Findings, nowMs: number): readonly NamespaceCondition[] {
  let conditions = before;
  for (const type of types) {
    const { reason, message } = findings[type] ?? well[type];
    const status = findings[type] ? 'True' : 'False';
    const index = conditions.findIndex((condition) => condition.type === type);
    const current = conditions[index];
    if (current?.status === status && current.reason === reason && current.message === message) continue;
    const since = current?.status === status ? current.lastTransitionTime : formatTime(nowMs);
    const next = { type, status, reason, message, ...(since !== undefined && { lastTransitionTime: since }) };
    conditions = current ? conditions.with(index, next) : [...conditions, next];
  }
  return conditions;
}
