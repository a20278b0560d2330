import type { Pod } from '../../kinds/core/pod/index.ts';
import { dottedSysctl } from '../sandbox/sysctl-name.ts';
import type { Refusal } from './admit.ts';

/** Settings of the kernel that belong to a namespace and affect no other pod, with that namespace. As upstream's list. */
const safe: Readonly<Record<string, 'IPC' | 'Net'>> = {
  'kernel.shm_rmid_forced': 'IPC',
  'net.ipv4.ip_local_port_range': 'Net',
  'net.ipv4.tcp_syncookies': 'Net',
  'net.ipv4.ping_group_range': 'Net',
  'net.ipv4.ip_unprivileged_port_start': 'Net',
  'net.ipv4.ip_local_reserved_ports': 'Net',
  'net.ipv4.tcp_keepalive_time': 'Net',
  'net.ipv4.tcp_fin_timeout': 'Net',
  'net.ipv4.tcp_keepalive_intvl': 'Net',
  'net.ipv4.tcp_keepalive_probes': 'Net',
  'net.ipv4.tcp_rmem': 'Net',
  'net.ipv4.tcp_wmem': 'Net',
};

const namespaceNames = { IPC: 'ipc', Net: 'net' } as const;

export function refuseSysctls({ spec }: Pod): Refusal | undefined {
  for (const { name } of spec.securityContext?.sysctls ?? []) {
    const sysctl = dottedSysctl(name);
    const namespace = safe[sysctl];
    const quoted = JSON.stringify(sysctl);
    if (!namespace) return forbidden(`${quoted} not allowlisted`);
    if (namespace === 'IPC' ? spec.hostIPC : spec.hostNetwork)
      return forbidden(`${quoted} not allowed with host ${namespaceNames[namespace]} enabled`);
  }
  return undefined;
}

const forbidden = (why: string): Refusal => ({ reason: 'SysctlForbidden', message: `forbidden sysctl: ${why}` });
