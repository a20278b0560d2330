import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { Sysctl } from '../security.ts';
import type { PodSpec } from '../spec.ts';

const segment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const pattern = `^(${segment}[\\./])*${segment}$`;
const valid = new RegExp(pattern);
const maxLength = 253;

export function* validateSysctls(sysctls: readonly Sysctl[], { hostNetwork, hostIPC }: Readonly<PodSpec>, field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const at = field.at(index, 'name');
    if (!name) yield at.required();
    else if (name.length > maxLength || !valid.test(name)) {
      yield at.invalid(name, `must have at most ${maxLength} characters and match regex ${pattern}`);
    } else if (names.has(name)) yield at.duplicate(name);
    const namespace = sysctlNamespace(name);
    if (hostNetwork && namespace === 'net') yield at.invalid(name, "may not be specified when 'hostNetwork' is true");
    if (hostIPC && namespace === 'ipc') yield at.invalid(name, "may not be specified when 'hostIPC' is true");
    names.add(name);
  }
}

const ipcSysctls = new Set([
  'kernel.sem',
  'kernel.shm',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.msg',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
]);

/** The namespace of the kernel that a setting belongs to, if any; the others concern the whole node. */
export function sysctlNamespace(name: string): 'net' | 'ipc' | undefined {
  const dotted = withDots(name);
  if (dotted.startsWith('net.')) return 'net';
  return ipcSysctls.has(dotted) || dotted.startsWith('fs.mqueue.') ? 'ipc' : undefined;
}

// Names can be written with slashes, where dots stand for slashes: net/ipv4/conf/eno2.100/rp_filter.
function withDots(name: string): string {
  const first = name.search(/[./]/);
  if (first < 0 || name[first] === '.') return name;
  return name.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
