import type { Subject } from '../../../kinds/rbac/cluster-role-binding.ts';
import type { User } from '../../../model/request.ts';
import { serviceAccountUserName } from '../../authentication/names.ts';

/** A text for whom a subject stands: bindings are found by it. Nothing for subjects that stand for nobody. */
export function subjectKey({ kind, name, namespace }: Readonly<Subject>, bindingNamespace: string): string | undefined {
  switch (kind) {
    case 'User':
      return `u:${name}`;
    case 'Group':
      return `g:${name}`;
    case 'ServiceAccount': {
      const accountNamespace = namespace || bindingNamespace;
      return accountNamespace ? `u:${serviceAccountUserName(accountNamespace, name)}` : undefined;
    }
    default:
      return undefined;
  }
}

/** All under which bindings of a user are found. */
export const keysOfUser = ({ name, groups }: User): readonly string[] => [`u:${name}`, ...groups.map((group) => `g:${group}`)];

export function keysOfSubjects(subjects: readonly Readonly<Subject>[] | null | undefined, bindingNamespace: string): readonly string[] {
  return [...new Set((subjects ?? []).map((subject) => subjectKey(subject, bindingNamespace)).filter((key) => key !== undefined))];
}
