/** Whose namespace a container joins. `Target` is the process namespace of another container of the same pod. */
export type NamespaceScope = 'Pod' | 'Container' | 'Node' | 'Target';

export interface NamespaceOptions {
  readonly network: NamespaceScope;
  readonly process: NamespaceScope;
  readonly interProcess: NamespaceScope;
  /** Needed with the process scope `Target`. */
  readonly targetContainerId?: string | undefined;
  /** Left out, the users of the node are used. */
  readonly user?: UserNamespace | undefined;
}

export interface UserNamespace {
  /** `Node` for the node's own, `Pod` for one of the pod's own with the mappings given. */
  readonly scope: NamespaceScope;
  readonly userIds: readonly IdMapping[];
  readonly groupIds: readonly IdMapping[];
}

export interface IdMapping {
  readonly hostId: number;
  readonly containerId: number;
  readonly length: number;
}

/** A seccomp or AppArmor profile. */
export interface SecurityProfile {
  readonly type: 'RuntimeDefault' | 'Unconfined' | 'Localhost';
  /** With `Localhost`: the file of a seccomp profile, or the name of a loaded AppArmor profile. */
  readonly localhostReference?: string | undefined;
}

export interface SelinuxOptions {
  readonly user?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly level?: string | undefined;
}

export interface Capabilities {
  readonly add?: readonly string[] | undefined;
  readonly drop?: readonly string[] | undefined;
  readonly addAmbient?: readonly string[] | undefined;
}

export type SupplementalGroupsPolicy = 'Merge' | 'Strict';

/** What a sandbox and a container have in common. */
export interface SecurityContext {
  readonly namespaces?: NamespaceOptions | undefined;
  readonly selinux?: SelinuxOptions | undefined;
  readonly runAsUser?: number | undefined;
  readonly runAsGroup?: number | undefined;
  readonly readOnlyRootFilesystem?: boolean | undefined;
  readonly supplementalGroups?: readonly number[] | undefined;
  readonly supplementalGroupsPolicy?: SupplementalGroupsPolicy | undefined;
  readonly privileged?: boolean | undefined;
  /** Left out, runtimes run the container unconfined: callers should always say what they mean. */
  readonly seccomp?: SecurityProfile | undefined;
  /** Must be left out where the kernel has no AppArmor; runtimes refuse it there. */
  readonly apparmor?: SecurityProfile | undefined;
}

export interface ContainerSecurityContext extends SecurityContext {
  readonly capabilities?: Capabilities | undefined;
  readonly runAsUserName?: string | undefined;
  readonly noNewPrivileges?: boolean | undefined;
  /** The runtime adds none by itself: without these the container sees all of /proc. */
  readonly maskedPaths?: readonly string[] | undefined;
  readonly readOnlyPaths?: readonly string[] | undefined;
}
