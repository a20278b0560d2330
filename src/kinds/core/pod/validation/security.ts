import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateUserId } from '../../../field-checks.ts';
import { goForm } from '../../../go-form.ts';
import { AppArmorProfile, SeccompProfile, SecurityContext, type PodSecurityContext } from '../security.ts';
import type { PodSpec } from '../spec.ts';
import { validateDescendingPath } from './paths.ts';
import { validateSysctls } from './sysctls.ts';
import { validateWindowsOptions } from './windows.ts';

const fsGroupChangePolicies = ['Always', 'OnRootMismatch'];
const supplementalGroupsPolicies = ['Merge', 'Strict'];
const seLinuxChangePolicies = ['MountOption', 'Recursive'];
const procMounts = ['Default', 'Unmasked'];
const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];
// PATH_MAX without the terminating zero.
const maxProfileLength = 4095;

export function* validatePodSecurity(security: PodSecurityContext, spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const { fsGroup, runAsUser, runAsGroup, supplementalGroups, fsGroupChangePolicy, supplementalGroupsPolicy, seLinuxChangePolicy } =
    security;
  if (fsGroup !== undefined) yield* validateUserId(fsGroup, field.at('fsGroup'));
  if (runAsUser !== undefined) yield* validateUserId(runAsUser, field.at('runAsUser'));
  if (runAsGroup !== undefined) yield* validateUserId(runAsGroup, field.at('runAsGroup'));
  for (const [index, group] of supplementalGroups?.entries() ?? []) yield* validateUserId(group, field.at('supplementalGroups', index));
  if (spec.shareProcessNamespace && spec.hostPID) {
    yield field.at('shareProcessNamespace').invalid(true, 'ShareProcessNamespace and HostPID cannot both be enabled');
  }
  if (security.sysctls) yield* validateSysctls(security.sysctls, spec, field.at('sysctls'));
  yield* validateChoice(fsGroupChangePolicy, fsGroupChangePolicies, field.at('fsGroupChangePolicy'));
  if (security.seccompProfile) yield* validateSeccomp(security.seccompProfile, field.at('seccompProfile'));
  if (security.windowsOptions) yield* validateWindowsOptions(security.windowsOptions, field.at('windowsOptions'));
  if (security.appArmorProfile) yield* validateAppArmor(security.appArmorProfile, field.at('appArmorProfile'));
  yield* validateChoice(supplementalGroupsPolicy, supplementalGroupsPolicies, field.at('supplementalGroupsPolicy'));
  yield* validateChoice(seLinuxChangePolicy, seLinuxChangePolicies, field.at('seLinuxChangePolicy'));
}

function* validateChoice(value: string | undefined, values: readonly string[], field: Field): FieldErrors {
  if (value !== undefined && !values.includes(value)) yield field.notSupported(value, values);
}

export function* validateSecurity(security: SecurityContext, hostUsers: boolean, field: Field): FieldErrors {
  const { privileged, runAsUser, runAsGroup, procMount, allowPrivilegeEscalation, capabilities } = security;
  if (runAsUser !== undefined) yield* validateUserId(runAsUser, field.at('runAsUser'));
  if (runAsGroup !== undefined) yield* validateUserId(runAsGroup, field.at('runAsGroup'));
  yield* validateChoice(procMount, procMounts, field.at('procMount'));
  if (hostUsers && procMount === 'Unmasked') yield field.at('procMount').invalid(procMount, '`hostUsers` must be false to use `Unmasked`');
  if (security.seccompProfile) yield* validateSeccomp(security.seccompProfile, field.at('seccompProfile'));
  if (allowPrivilegeEscalation === false) {
    const refused = (what: string) =>
      field.invalid(goForm(SecurityContext, security), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
    if (privileged) yield refused('`privileged` to true');
    if (capabilities?.add?.includes('CAP_SYS_ADMIN')) yield refused('`capabilities.Add` CAP_SYS_ADMIN');
  }
  if (security.windowsOptions) yield* validateWindowsOptions(security.windowsOptions, field.at('windowsOptions'));
  if (security.appArmorProfile) yield* validateAppArmor(security.appArmorProfile, field.at('appArmorProfile'));
}

function* validateSeccomp(profile: SeccompProfile, field: Field): FieldErrors {
  const { type, localhostProfile } = profile;
  if (!type) yield field.at('type').required('type is required when seccompProfile is set');
  else yield* validateChoice(type, profileTypes, field.at('type'));
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined) {
      yield field.at('localhostProfile').invalid(goForm(SeccompProfile, profile), 'can only be set when seccomp type is Localhost');
    }
  } else if (localhostProfile === undefined) {
    yield field.at('localhostProfile').required('must be set when seccomp type is Localhost');
  } else {
    yield* validateDescendingPath(localhostProfile, field.at('localhostProfile'));
  }
}

export function* validateAppArmor({ type, localhostProfile }: AppArmorProfile, field: Field): FieldErrors {
  const at = field.at('localhostProfile');
  if (type === 'Localhost') {
    const needed = 'must be set when AppArmor type is Localhost';
    if (localhostProfile === undefined) {
      yield at.required(needed);
      return;
    }
    if (localhostProfile.trim() !== localhostProfile) yield at.invalid(localhostProfile, 'must not be padded with whitespace');
    else if (!localhostProfile) yield at.required(needed);
    if (Buffer.byteLength(localhostProfile) > maxProfileLength) yield at.tooLong(maxProfileLength);
  } else if (!type) {
    yield field.at('type').required('type is required when appArmorProfile is set');
  } else if (!profileTypes.includes(type)) {
    yield field.at('type').notSupported(type, profileTypes);
  } else if (localhostProfile !== undefined) {
    yield at.invalid(localhostProfile, 'can only be set when AppArmor type is Localhost');
  }
}
