import type { Container } from '../../../kinds/core/pod/container.ts';
import {
  containersNamed,
  containersWhere,
  hasUserNamespace,
  plural,
  quoted,
  setters,
  valuesOf,
  type Check,
  type Finding,
  type Judged,
} from './finding.ts';

const capabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const isProfile = (type: string): boolean => type === 'RuntimeDefault' || type === 'Localhost';

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const isAppArmorValue = (value: string): boolean => value === '' || value === 'runtime/default' || value.startsWith('localhost/');

function appArmorProfile(judged: Judged): Finding | undefined {
  const { metadata, spec } = judged;
  const badType = (type: string | undefined): readonly string[] => (type !== undefined && !isProfile(type) ? [type] : []);
  const ofPod = badType(spec.securityContext?.appArmorProfile?.type);
  const ofContainer = ({ securityContext }: Container) => badType(securityContext?.appArmorProfile?.type);
  const names = containersWhere(judged, (_security, container) => ofContainer(container).length > 0);
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([name, value]) => name.startsWith(appArmorPrefix) && !isAppArmorValue(value))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .toSorted();
  const values = [...new Set([...ofPod, ...valuesOf(judged, ofContainer)])].toSorted().concat(annotations);
  if (values.length === 0) return undefined;
  const from = [setters(ofPod.length > 0, names), annotations.length > 0 ? plural('annotation', annotations.length) : ''];
  const who = from.filter((each) => each !== '').join(' and ');
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${who} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

function addedCapabilities(judged: Judged): Finding | undefined {
  const added = ({ securityContext }: Container) => (securityContext?.capabilities?.add ?? []).filter((each) => !capabilities.has(each));
  const names = containersWhere(judged, (_security, container) => added(container).length > 0);
  if (names.length === 0) return undefined;
  const what = quoted(valuesOf(judged, added));
  return {
    reason: 'non-default capabilities',
    detail: `${containersNamed(names)} must not include ${what} in securityContext.capabilities.add`,
  };
}

function hostNamespaces({ spec }: Judged): Finding | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name]).map((name) => `${name}=true`);
  return shared.length > 0 ? { reason: 'host namespaces', detail: shared.join(', ') } : undefined;
}

function hostPathVolumes({ spec }: Judged): Finding | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return names.length > 0 ? { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quoted(names)}` } : undefined;
}

const uses = (names: readonly string[]): string => `${containersNamed(names)} ${names.length === 1 ? 'uses' : 'use'}`;

function hostPorts(judged: Judged): Finding | undefined {
  const portsOf = ({ ports = [] }: Container) => ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const names = containersWhere(judged, (_security, container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = valuesOf(judged, portsOf);
  return { reason: 'hostPort', detail: `${uses(names)} ${plural('hostPort', ports.length)} ${ports.join(', ')}` };
}

function hostProbes(judged: Judged): Finding | undefined {
  const names = containersWhere(judged, (_security, container) => probedHosts(container).length > 0).toSorted();
  if (names.length === 0) return undefined;
  const hosts = valuesOf(judged, probedHosts);
  return {
    reason: 'probe or lifecycle host',
    detail: `${uses(names)} ${plural('probe or lifecycle host', hosts.length)} ${quoted(hosts)}`,
  };
}

function probedHosts({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): readonly string[] {
  const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  return handlers.flatMap((handler) => [handler?.httpGet?.host || [], handler?.tcpSocket?.host || []].flat());
}

function privileged(judged: Judged): Finding | undefined {
  const names = containersWhere(judged, (security) => security.privileged === true);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containersNamed(names)} must not set securityContext.privileged=true` };
}

export function procMount(judged: Judged): Finding | undefined {
  const typeOf = ({ securityContext }: Container) => {
    const type = securityContext?.procMount;
    return type !== undefined && type !== 'Default' ? [type] : [];
  };
  const names = containersWhere(judged, (_security, container) => typeOf(container).length > 0);
  if (names.length === 0) return undefined;
  const types = quoted(valuesOf(judged, typeOf));
  return { reason: 'procMount', detail: `${containersNamed(names)} must not set securityContext.procMount to ${types}` };
}

function seLinuxOptions(judged: Judged): Finding | undefined {
  const types = ['', 'container_t', 'container_init_t', 'container_kvm_t', ...(judged.minor >= 31 ? ['container_engine_t'] : [])];
  type Options = NonNullable<NonNullable<Container['securityContext']>['seLinuxOptions']>;
  const isBad = (options: Options | undefined): options is Options =>
    options !== undefined && (!types.includes(options.type ?? '') || Boolean(options.user) || Boolean(options.role));
  const ofPod = judged.spec.securityContext?.seLinuxOptions;
  const names = containersWhere(judged, ({ seLinuxOptions: options }) => isBad(options));
  if (!isBad(ofPod) && names.length === 0) return undefined;
  const all = [
    ofPod,
    ...[...(judged.spec.initContainers ?? []), ...judged.spec.containers].map((each) => each.securityContext?.seLinuxOptions),
  ];
  const bad = all.filter(isBad);
  const badTypes = [...new Set(bad.map(({ type = '' }) => type))].filter((type) => !types.includes(type)).toSorted();
  const problems = [
    ...(badTypes.length > 0 ? [`${plural('type', badTypes.length)} ${quoted(badTypes)}`] : []),
    ...(bad.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(bad.some(({ role }) => role) ? ['role may not be set'] : []),
  ];
  const who = setters(isBad(ofPod), names);
  return { reason: 'seLinuxOptions', detail: `${who} set forbidden securityContext.seLinuxOptions: ${problems.join('; ')}` };
}

/** Profiles that are set, but to nothing that protects. */
export function badSeccompProfiles(judged: Judged): Finding | undefined {
  const badType = (type: string | undefined): readonly string[] => (type !== undefined && !isProfile(type) ? [type] : []);
  const ofPod = badType(judged.spec.securityContext?.seccompProfile?.type);
  const ofContainer = ({ securityContext }: Container) => badType(securityContext?.seccompProfile?.type);
  const names = containersWhere(judged, (_security, container) => ofContainer(container).length > 0);
  const values = [...new Set([...ofPod, ...valuesOf(judged, ofContainer)])].toSorted();
  if (values.length === 0) return undefined;
  const who = setters(ofPod.length > 0, names);
  return { reason: 'seccompProfile', detail: `${who} must not set securityContext.seccompProfile.type to ${quoted(values)}` };
}

/** With the version that began to allow each. */
const sysctls: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

function forbiddenSysctls({ spec, minor }: Judged): Finding | undefined {
  const names = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => (sysctls[name] ?? Infinity) > minor);
  return names.length > 0 ? { reason: 'forbidden sysctls', detail: names.join(', ') } : undefined;
}

function windowsHostProcess(judged: Judged): Finding | undefined {
  const isPod = judged.spec.securityContext?.windowsOptions?.hostProcess === true;
  const names = containersWhere(judged, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  if (!isPod && names.length === 0) return undefined;
  return { reason: 'hostProcess', detail: `${setters(isPod, names)} must not set securityContext.windowsOptions.hostProcess=true` };
}

/** What keeps known ways out of a container shut, in the order in which it is told. */
export const baselineChecks: readonly Check[] = [
  { id: 'appArmorProfile', find: appArmorProfile },
  { id: 'capabilities_baseline', find: addedCapabilities },
  { id: 'hostNamespaces', find: hostNamespaces },
  { id: 'hostPathVolumes', find: hostPathVolumes },
  { id: 'hostPorts', find: hostPorts },
  { id: 'hostProbesAndHostLifecycle', since: 34, find: hostProbes },
  { id: 'privileged', find: privileged },
  { id: 'procMount', find: (judged) => (judged.minor >= 35 && hasUserNamespace(judged) ? undefined : procMount(judged)) },
  { id: 'seLinuxOptions', find: seLinuxOptions },
  { id: 'seccompProfile_baseline', since: 19, find: badSeccompProfiles },
  { id: 'sysctls', find: forbiddenSysctls },
  { id: 'windowsHostProcess', find: windowsHostProcess },
];
