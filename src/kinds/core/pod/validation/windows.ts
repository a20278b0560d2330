import type { Field, FieldErrors } from '../../../../model/field.ts';
import { allInvalid } from '../../../field-checks.ts';
import { checkDnsSubdomain } from '../../../../model/names.ts';
import type { PodSecurityContext, SecurityContext, WindowsSecurityContextOptions } from '../security.ts';
import type { PodSpec } from '../spec.ts';
import { containersWithFields } from './container-fields.ts';

const maxCredentialSpecKiB = 64;
const maxDomainLength = 256;
const maxUserLength = 104;
// eslint-disable-next-line no-control-regex -- control characters are what it is to find
const control = /[\u0000-\u001f\u007f]/;
const netBiosName = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const dnsName = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`);

export function* validateWindowsOptions(options: WindowsSecurityContextOptions, field: Field): FieldErrors {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName } = options;
  if (name !== undefined) yield* allInvalid(name, checkDnsSubdomain(name), field.at('gmsaCredentialSpecName'));
  if (spec !== undefined) {
    const at = field.at('gmsaCredentialSpec');
    if (spec === '') yield at.invalid(spec, 'gmsaCredentialSpec cannot be an empty string');
    else if (Buffer.byteLength(spec) > maxCredentialSpecKiB * 1024) {
      yield at.invalid(spec, `gmsaCredentialSpec size must be under ${maxCredentialSpecKiB} KiB`);
    }
  }
  if (runAsUserName !== undefined) yield* allInvalid(runAsUserName, userNameProblems(runAsUserName), field.at('runAsUserName'));
}

function* userNameProblems(name: string): Iterable<string> {
  const parts = name.split('\\');
  if (name === '') {
    yield 'runAsUserName cannot be an empty string';
    return;
  }
  if (control.test(name)) {
    yield 'runAsUserName cannot contain control characters';
    return;
  }
  if (parts.length > 2) {
    yield 'runAsUserName cannot contain more than one backslash';
    return;
  }
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (domain !== undefined && Buffer.byteLength(domain) >= maxDomainLength)
    yield `runAsUserName's Domain length must be under ${maxDomainLength} characters`;
  if (domain !== undefined && !netBiosName.test(domain) && !dnsName.test(domain)) {
    yield "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
  }
  if (user === '') yield "runAsUserName's User cannot be empty";
  else if (Buffer.byteLength(user) > maxUserLength) yield `runAsUserName's User length must not be longer than ${maxUserLength} characters`;
  if (/^[. ]+$/.test(user)) yield "runAsUserName's User cannot contain only periods or spaces";
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) yield 'runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]';
}

/** Either all containers are processes of the host, or none. */
export function* validateHostProcess(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let containers = 0;
  let hostProcesses = 0;
  for (const [{ securityContext }, at] of containersWithFields(spec, field)) {
    const own = securityContext?.windowsOptions?.hostProcess;
    containers++;
    if (own ?? ofPod) hostProcesses++;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      yield at.at('securityContext', 'windowsOptions', 'hostProcess').invalid(own, detail);
    }
  }
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers) {
    yield field.invalid('', 'If pod contains any hostProcess containers then all containers must be HostProcess containers');
  }
  if (!spec.hostNetwork) {
    yield field.at('hostNetwork').invalid(false, 'hostNetwork must be true if pod contains any hostProcess containers');
  }
}

const osNames = ['linux', 'windows'];

export function* validateOs(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const name = spec.os?.name;
  if (!name) yield field.at('os', 'name').required();
  else if (name === 'linux') yield* validateForLinux(spec, field);
  else if (name === 'windows') yield* validateForWindows(spec, field);
  else yield field.at('os').notSupported(name, osNames);
}

function* validateForLinux(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const detail = 'windows options cannot be set for a linux pod';
  if (spec.securityContext?.windowsOptions) yield field.at('securityContext', 'windowsOptions').forbidden(detail);
  for (const [{ securityContext }, at] of containersWithFields(spec, field)) {
    if (securityContext?.windowsOptions) yield at.at('securityContext', 'windowsOptions').forbidden(detail);
  }
}

/** In order. What is not in the security context is in the spec itself. */
const ofPod: readonly (keyof PodSecurityContext | 'hostUsers' | 'hostPID' | 'hostIPC' | 'shareProcessNamespace')[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'shareProcessNamespace',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const ofContainer: readonly (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

function* validateForWindows(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const detail = 'cannot be set for a windows pod';
  for (const name of ofPod) {
    switch (name) {
      case 'hostUsers':
      case 'shareProcessNamespace':
        if (spec[name] !== undefined) yield field.at(name).forbidden(detail);
        break;
      case 'hostPID':
      case 'hostIPC':
        if (spec[name]) yield field.at(name).forbidden(detail);
        break;
      default:
        if (spec.securityContext?.[name] !== undefined) yield field.at('securityContext', name).forbidden(detail);
    }
  }
  for (const [{ securityContext }, at] of containersWithFields(spec, field)) {
    for (const name of ofContainer) if (securityContext?.[name] !== undefined) yield at.at('securityContext', name).forbidden(detail);
  }
}
