import type { SELinuxOptions } from '../../kinds/core/pod/security.ts';

/** `user:role:type:level`, of what is said: the defaults of nodes are not known here. Empty when nothing is. */
export function labelOf({ user = '', role = '', type = '', level = '' }: SELinuxOptions): string {
  const label = [user, role, type, level].join(':');
  return label === ':::' ? '' : label;
}

/** Levels, in which there may be colons, always count; of the other parts only those that both say. */
export function areInConflict(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.level !== b.level) return true;
  return a.others.some((part, index) => part !== '' && b.others[index] !== '' && part !== b.others[index]);
}

function partsOf(label: string): { readonly others: readonly string[]; readonly level: string } {
  const [user = '', role = '', type = '', ...level] = label.split(':');
  return { others: [user, role, type], level: level.join(':') };
}
