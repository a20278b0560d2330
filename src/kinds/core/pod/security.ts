import { defineType, boolean, int64, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';

export const AppArmorProfile = defineType('io.k8s.api.core.v1.AppArmorProfile', {
  type: required(oneOf(1, ['Localhost', 'RuntimeDefault', 'Unconfined'])),
  localhostProfile: string(2),
});

export interface AppArmorProfile extends Infer<typeof AppArmorProfile> {}

export const Capabilities = defineType('io.k8s.api.core.v1.Capabilities', {
  add: list(1, 'string', { listType: 'atomic' }),
  drop: list(2, 'string', { listType: 'atomic' }),
});

export interface Capabilities extends Infer<typeof Capabilities> {}

export const SELinuxOptions = defineType('io.k8s.api.core.v1.SELinuxOptions', {
  user: string(1),
  role: string(2),
  type: string(3),
  level: string(4),
});

export interface SELinuxOptions extends Infer<typeof SELinuxOptions> {}

export const SeccompProfile = defineType('io.k8s.api.core.v1.SeccompProfile', {
  type: required(oneOf(1, ['Localhost', 'RuntimeDefault', 'Unconfined'])),
  localhostProfile: string(2),
});

export interface SeccompProfile extends Infer<typeof SeccompProfile> {}

export const WindowsSecurityContextOptions = defineType('io.k8s.api.core.v1.WindowsSecurityContextOptions', {
  gmsaCredentialSpecName: string(1),
  gmsaCredentialSpec: string(2),
  runAsUserName: string(3),
  hostProcess: boolean(4),
});

export interface WindowsSecurityContextOptions extends Infer<typeof WindowsSecurityContextOptions> {}

export const SecurityContext = defineType('io.k8s.api.core.v1.SecurityContext', {
  capabilities: object(1, Capabilities),
  privileged: boolean(2),
  seLinuxOptions: object(3, SELinuxOptions),
  runAsUser: int64(4),
  runAsNonRoot: boolean(5),
  readOnlyRootFilesystem: boolean(6),
  allowPrivilegeEscalation: boolean(7),
  runAsGroup: int64(8),
  procMount: oneOf(9, ['Default', 'Unmasked']),
  windowsOptions: object(10, WindowsSecurityContextOptions),
  seccompProfile: object(11, SeccompProfile),
  appArmorProfile: object(12, AppArmorProfile),
});

export interface SecurityContext extends Infer<typeof SecurityContext> {}

export const Sysctl = defineType('io.k8s.api.core.v1.Sysctl', {
  name: required(string(1)),
  value: required(string(2)),
});

export interface Sysctl extends Infer<typeof Sysctl> {}

export const PodSecurityContext = defineType('io.k8s.api.core.v1.PodSecurityContext', {
  seLinuxOptions: object(1, SELinuxOptions),
  runAsUser: int64(2),
  runAsNonRoot: boolean(3),
  supplementalGroups: list(4, 'int64', { listType: 'atomic' }),
  fsGroup: int64(5),
  runAsGroup: int64(6),
  sysctls: list(7, Sysctl, { listType: 'atomic' }),
  windowsOptions: object(8, WindowsSecurityContextOptions),
  fsGroupChangePolicy: oneOf(9, ['Always', 'OnRootMismatch']),
  seccompProfile: object(10, SeccompProfile),
  appArmorProfile: object(11, AppArmorProfile),
  supplementalGroupsPolicy: oneOf(12, ['Merge', 'Strict']),
  seLinuxChangePolicy: string(13),
});

export interface PodSecurityContext extends Infer<typeof PodSecurityContext> {}
