import type { Column, KubeObject } from '../../model/kind.ts';
import { ageColumn } from '../columns.ts';
import type { RoleRef, Subject } from './cluster-role-binding.ts';

interface Binding extends KubeObject {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

const subjectsOf = ({ subjects = [] }: Readonly<Binding>, kind: string, show: (subject: Subject) => string): string =>
  subjects
    .filter((subject) => subject.kind === kind)
    .map(show)
    .join(', ');

export const bindingColumns: readonly Column<Binding>[] = [
  { name: 'Role', description: 'The role that is granted.', value: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn,
  {
    name: 'Users',
    wide: true,
    description: 'Users it is granted to.',
    value: (binding) => subjectsOf(binding, 'User', ({ name }) => name),
  },
  {
    name: 'Groups',
    wide: true,
    description: 'Groups it is granted to.',
    value: (binding) => subjectsOf(binding, 'Group', ({ name }) => name),
  },
  {
    name: 'ServiceAccounts',
    wide: true,
    description: 'Service accounts it is granted to.',
    value: (binding) => subjectsOf(binding, 'ServiceAccount', ({ namespace = '', name }) => `${namespace}/${name}`),
  },
];
