import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { SecurityContext as PodsContext } from '../../kinds/core/pod/security.ts';
import type { ContainerSecurityContext, NamespaceOptions, SecurityProfile, UserNamespace } from '../runtime/security.ts';
import { podNamespaces } from '../sandbox/namespaces.ts';
import { podTitle } from './pod-name.ts';

export interface SecuritySettings {
  /** Where profiles named by pods are. */
  readonly seccompRoot: string;
  /** Whether the kernel has AppArmor: runtimes refuse to be told of it elsewhere. */
  readonly apparmor: boolean;
  readonly maskedPaths: readonly string[];
}

/** Whom the image says its command runs as. */
export interface ImageUser {
  readonly uid?: number | undefined;
  readonly userName: string;
}

export interface SecurityOptions extends SecuritySettings {
  readonly imageUser: ImageUser;
  readonly user?: UserNamespace | undefined;
  readonly extraGroups?: readonly number[] | undefined;
  /** The container whose processes an ephemeral container sees. */
  readonly targetContainerId?: string | undefined;
}

const readOnlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** What a container says, over what its pod says for all. */
export function effectiveContext({ securityContext: own }: Container, { spec }: Pod): PodsContext {
  const { seLinuxOptions, runAsUser, runAsGroup, runAsNonRoot } = spec.securityContext ?? {};
  return {
    ...(seLinuxOptions && { seLinuxOptions }),
    ...(runAsUser !== undefined && { runAsUser }),
    ...(runAsGroup !== undefined && { runAsGroup }),
    ...(runAsNonRoot !== undefined && { runAsNonRoot }),
    ...own,
  };
}

/** Throws what becomes the message of CreateContainerConfigError. */
export function containerSecurity(container: Container, pod: Pod, options: SecurityOptions): ContainerSecurityContext {
  const { imageUser, apparmor, maskedPaths, extraGroups = [] } = options;
  const context = effectiveContext(container, pod);
  verifyNotRoot(container, pod, imageUser);
  const { fsGroup, supplementalGroups = [], supplementalGroupsPolicy } = pod.spec.securityContext ?? {};
  const masked = context.procMount !== 'Unmasked' && !context.privileged;
  const { add, drop } = context.capabilities ?? {};
  return {
    namespaces: namespacesOf(pod, options),
    privileged: context.privileged ?? false,
    capabilities: context.capabilities && { add, drop },
    selinux: context.seLinuxOptions,
    // An image may name its user; only then is there something to look up in the container.
    runAsUser: context.runAsUser ?? imageUser.uid,
    runAsUserName: context.runAsUser === undefined && imageUser.uid === undefined ? imageUser.userName || undefined : undefined,
    runAsGroup: context.runAsGroup,
    supplementalGroups: [...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups, ...extraGroups],
    supplementalGroupsPolicy,
    readOnlyRootFilesystem: context.readOnlyRootFilesystem ?? false,
    noNewPrivileges: context.allowPrivilegeEscalation === false,
    seccomp: seccompProfile(container, pod, options),
    apparmor: apparmor ? apparmorProfile(container, pod) : undefined,
    maskedPaths: masked ? maskedPaths : [],
    readOnlyPaths: masked ? readOnlyPaths : [],
  };
}

function verifyNotRoot(container: Container, pod: Pod, { uid, userName }: ImageUser): void {
  const { runAsNonRoot, runAsUser } = effectiveContext(container, pod);
  if (!runAsNonRoot) return;
  const where = `(pod: ${JSON.stringify(podTitle(pod))}, container: ${container.name})`;
  if (runAsUser !== undefined) {
    if (runAsUser === 0) throw new Error(`container's runAsUser breaks non-root policy ${where}`);
    return;
  }
  if (uid === undefined && userName) {
    throw new Error(`container has runAsNonRoot and image has non-numeric user (${userName}), cannot verify user is non-root ${where}`);
  }
  if ((uid ?? 0) === 0) throw new Error(`container has runAsNonRoot and image will run as root ${where}`);
}

function namespacesOf(pod: Pod, { user, targetContainerId }: SecurityOptions): NamespaceOptions {
  const namespaces = podNamespaces(pod, user);
  return targetContainerId !== undefined && namespaces.process === 'Container'
    ? { ...namespaces, process: 'Target', targetContainerId }
    : namespaces;
}

function seccompProfile({ securityContext }: Container, { spec }: Pod, { seccompRoot }: SecurityOptions): SecurityProfile {
  const profile = securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile;
  if (profile?.type === 'RuntimeDefault') return { type: 'RuntimeDefault' };
  if (profile?.type !== 'Localhost') return { type: 'Unconfined' };
  if (!profile.localhostProfile) throw new Error('localhostProfile must be set if seccompProfile type is Localhost.');
  return { type: 'Localhost', localhostReference: `${seccompRoot}/${profile.localhostProfile}` };
}

function apparmorProfile({ securityContext }: Container, { spec }: Pod): SecurityProfile | undefined {
  const profile = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
  if (!profile) return undefined;
  if (profile.type !== 'Localhost') return { type: profile.type };
  if (!profile.localhostProfile) throw new Error('missing localhost apparmor profile name');
  return { type: 'Localhost', localhostReference: profile.localhostProfile };
}
