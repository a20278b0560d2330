import { defineType, boolean, int64, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';

export const AppArmorProfile = defineType(
  'io.k8s.api.core.v1.AppArmorProfile',
  'Confinement of a program by AppArmor.',
  {
    type: required(
      oneOf(
        1,
        ['Localhost', 'RuntimeDefault', 'Unconfined'],
        "RuntimeDefault for the runtime's profile, Localhost for one loaded on the node, Unconfined for none.",
      ),
    ),
    localhostProfile: string(2, 'Name of a profile loaded on the node; only and always with Localhost.'),
  },
  { union: { discriminator: 'type', members: ['localhostProfile'] } },
);

export interface AppArmorProfile extends Infer<typeof AppArmorProfile> {}

export const Capabilities = defineType('io.k8s.api.core.v1.Capabilities', 'Single powers of root that a program gets or loses.', {
  add: list(1, 'string', 'Capabilities to give, such as NET_ADMIN.', { listType: 'atomic' }),
  drop: list(2, 'string', 'Capabilities to take away; ALL for every one.', { listType: 'atomic' }),
});

export interface Capabilities extends Infer<typeof Capabilities> {}

export const SELinuxOptions = defineType(
  'io.k8s.api.core.v1.SELinuxOptions',
  'User, role, type and level that SELinux judges a program by.',
  {
    user: string(1, 'User part of the label.'),
    role: string(2, 'Role part of the label.'),
    type: string(3, 'Type part of the label.'),
    level: string(4, 'Level part of the label, such as s0:c123,c456.'),
  },
);

export interface SELinuxOptions extends Infer<typeof SELinuxOptions> {}

export const SeccompProfile = defineType(
  'io.k8s.api.core.v1.SeccompProfile',
  'Which system calls a program may make.',
  {
    type: required(
      oneOf(
        1,
        ['Localhost', 'RuntimeDefault', 'Unconfined'],
        "RuntimeDefault for the runtime's list, Localhost for a file on the node, Unconfined for all calls.",
      ),
    ),
    localhostProfile: string(2, "Path of the file below the kubelet's seccomp directory; only and always with Localhost."),
  },
  { union: { discriminator: 'type', members: ['localhostProfile'] } },
);

export interface SeccompProfile extends Infer<typeof SeccompProfile> {}

export const WindowsSecurityContextOptions = defineType(
  'io.k8s.api.core.v1.WindowsSecurityContextOptions',
  'How a program runs on Windows.',
  {
    gmsaCredentialSpecName: string(1, 'GMSA credential specification that the program acts with.'),
    gmsaCredentialSpec: string(2, 'Contents of that specification, which an admission webhook fills in.'),
    runAsUserName: string(3, "Windows user that the program runs as; the image's unless given."),
    hostProcess: boolean(4, 'Whether the containers run as processes of the host. All containers of a pod must agree.'),
  },
);

export interface WindowsSecurityContextOptions extends Infer<typeof WindowsSecurityContextOptions> {}

export const SecurityContext = defineType('io.k8s.api.core.v1.SecurityContext', 'User, privileges and confinement of one container.', {
  capabilities: object(1, Capabilities, "Single powers of root to give or take away. The runtime's usual set unless given."),
  privileged: boolean(2, 'Gives the program nearly all that root on the node can do, and all devices. False unless given.'),
  seLinuxOptions: object(3, SELinuxOptions, 'SELinux label of the program; the runtime picks one unless given.'),
  windowsOptions: object(10, WindowsSecurityContextOptions, 'Settings for containers on Windows; not allowed if spec.os.name is linux.'),
  runAsUser: int64(4, "User id that the program runs as; the image's user unless given."),
  runAsGroup: int64(8, "Primary group id of the program; the image's unless given."),
  runAsNonRoot: boolean(5, 'Refuses to start the container if it would run as root (user id 0).'),
  readOnlyRootFilesystem: boolean(6, "Keeps the program from writing to its image's files; only volumes can be written to."),
  allowPrivilegeEscalation: boolean(7, 'Whether the program can gain more rights than it began with, as by sudo. False sets no_new_privs.'),
  procMount: oneOf(9, ['Default', 'Unmasked'], 'How /proc is shown: Default hides and write-protects parts of it, Unmasked does not.'),
  seccompProfile: object(11, SeccompProfile, 'System calls that the program may make.'),
  appArmorProfile: object(12, AppArmorProfile, 'AppArmor profile that confines the program.'),
});

export interface SecurityContext extends Infer<typeof SecurityContext> {}

export const Sysctl = defineType('io.k8s.api.core.v1.Sysctl', 'A setting of the kernel for one pod.', {
  name: required(string(1, 'Name of the setting, such as net.ipv4.tcp_syncookies.')),
  value: required(string(2, 'Value to set.')),
});

export interface Sysctl extends Infer<typeof Sysctl> {}

export const PodSecurityContext = defineType(
  'io.k8s.api.core.v1.PodSecurityContext',
  "Users, groups and confinement for all containers of a pod; a container's own settings win.",
  {
    seLinuxOptions: object(1, SELinuxOptions, 'SELinux label of all containers.'),
    windowsOptions: object(8, WindowsSecurityContextOptions, 'Settings for containers on Windows.'),
    runAsUser: int64(2, "User id that the programs run as; the images' users unless given."),
    runAsGroup: int64(6, "Primary group id of the programs; the images' unless given."),
    runAsNonRoot: boolean(3, 'Refuses to start containers that would run as root (user id 0).'),
    supplementalGroups: list(4, 'int64', 'Further group ids of all programs.', { listType: 'atomic' }),
    supplementalGroupsPolicy: oneOf(
      12,
      ['Merge', 'Strict'],
      'Merge (the default) adds the groups that the image gives its user, Strict takes only those listed here.',
    ),
    fsGroup: int64(5, 'Group that owns the files of volumes that support it; the programs are in that group and so can share them.'),
    sysctls: list(7, Sysctl, 'Kernel settings for the pod. Those that could harm others must be allowed by the node.', {
      listType: 'atomic',
    }),
    fsGroupChangePolicy: oneOf(
      9,
      ['Always', 'OnRootMismatch'],
      "Always sets the owner of a volume's files at each start, OnRootMismatch only if its root has another: faster for many files.",
    ),
    seccompProfile: object(10, SeccompProfile, 'System calls that the programs may make.'),
    appArmorProfile: object(11, AppArmorProfile, 'AppArmor profile that confines the programs.'),
    seLinuxChangePolicy: string(
      13,
      'MountOption labels volumes by a mount option, at once; Recursive relabels each file. MountOption unless given, where it is possible.',
    ),
  },
);

export interface PodSecurityContext extends Infer<typeof PodSecurityContext> {}
