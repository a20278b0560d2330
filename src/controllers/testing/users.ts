import type { User } from '../../model/request.ts';

export const controllerManagerUser: User = { name: 'system:kube-controller-manager', groups: ['system:authenticated'] };

export const serviceAccount = (name: string): User => ({
  name: `system:serviceaccount:kube-system:${name}`,
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
});

/** Whom a controller acts as: the account it names, or else the manager. */
export const controllerUser = (name: string | undefined): User => (name === undefined ? controllerManagerUser : serviceAccount(name));
