import { ClusterRoleBinding } from '../../../kinds/rbac/cluster-role-binding.ts';
import { ClusterRole } from '../../../kinds/rbac/cluster-role.ts';
import { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import { Role } from '../../../kinds/rbac/role.ts';
import { isAbout } from '../../admission/about.ts';
import type { AdmissionPlugin } from '../../admission/plugin.ts';
import { checkBindingWrite, checkRoleWrite, type EscalationContext } from './escalation.ts';

/** Keeps those who write roles and bindings from giving away what they do not have. */
export const roleEscalation = (rights: Omit<EscalationContext, 'user'>): AdmissionPlugin => ({
  name: 'RoleEscalation',
  async validate(request) {
    const { user, subresource } = request;
    if (subresource !== '') return;
    const context = { ...rights, user };
    for (const kind of [Role, ClusterRole]) {
      if (!isAbout<Role | ClusterRole>(request, kind) || !request.object) continue;
      await checkRoleWrite(request.object, { ...context, previous: request.oldObject });
    }
    for (const kind of [RoleBinding, ClusterRoleBinding]) {
      if (!isAbout<RoleBinding | ClusterRoleBinding>(request, kind) || !request.object) continue;
      await checkBindingWrite(request.object, { ...context, previous: request.oldObject });
    }
  },
});
