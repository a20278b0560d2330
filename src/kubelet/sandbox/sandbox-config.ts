import type { Pod } from '../../kinds/core/pod/index.ts';
import { podLimits, podRequests } from '../../kinds/core/pod/requests.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { containerResources } from '../cgroups/container-resources.ts';
import { cpuMillis, memoryBytes } from '../containers/amounts.ts';
import { sandboxLabels } from '../containers/labels.ts';
import { podLogDirectory } from '../logs/log-paths.ts';
import type { LinuxResources } from '../runtime/linux-resources.ts';
import type { DnsConfig, PortMapping, SandboxConfig } from '../runtime/sandbox.ts';
import type { SecurityContext, UserNamespace } from '../runtime/security.ts';
import { kernelHostname, podHostname } from './hostname.ts';
import { podNamespaces } from './namespaces.ts';
import { dottedSysctl } from './sysctl-name.ts';

export interface SandboxSettings {
  readonly attempt: number;
  readonly dns: DnsConfig;
  readonly cgroupParent: string;
  readonly logRoot: string;
  readonly clusterDomain: string;
  readonly user?: UserNamespace | undefined;
  /** Groups that volumes ask for. */
  readonly extraGroups?: readonly number[] | undefined;
}

/** Throws when the pod asks for a name that is too long. */
export function sandboxConfig(pod: Pod, settings: SandboxSettings): SandboxConfig {
  const { attempt, dns, cgroupParent, logRoot, clusterDomain } = settings;
  const { metadata, spec } = pod;
  const { name, uid, namespace = '' } = metadata;
  return {
    metadata: { name, uid, namespace, attempt },
    // A pod on the node's network has the node's name.
    hostname: spec.hostNetwork ? undefined : kernelHostname(pod, podHostname(pod, { clusterDomain })),
    logDirectory: podLogDirectory(logRoot, { namespace, name, uid }),
    dns,
    portMappings: portMappings(pod),
    labels: sandboxLabels(pod),
    annotations: metadata.annotations ?? {},
    linux: {
      cgroupParent,
      securityContext: securityContext(pod, settings),
      sysctls: Object.fromEntries((spec.securityContext?.sysctls ?? []).map((sysctl) => [dottedSysctl(sysctl.name), sysctl.value])),
      overhead: resourcesOf(spec.overhead ?? {}, spec.overhead ?? {}),
      resources: resourcesOf(podRequests(pod, { withoutOverhead: true }), podLimits(pod, { withoutOverhead: true })),
    },
  };
}

function securityContext(pod: Pod, { user, extraGroups = [] }: SandboxSettings): SecurityContext {
  const { containers, initContainers = [], ephemeralContainers = [], securityContext: context } = pod.spec;
  const { fsGroup, supplementalGroups = [] } = context ?? {};
  return {
    namespaces: podNamespaces(pod, user),
    privileged: [...containers, ...initContainers, ...ephemeralContainers].some(
      (container) => container.securityContext?.privileged === true,
    ),
    // The sandbox itself does nothing that the default would forbid.
    seccomp: { type: 'RuntimeDefault' },
    runAsUser: context?.runAsUser,
    runAsGroup: context?.runAsGroup,
    supplementalGroups: [...(fsGroup === undefined ? [] : [fsGroup]), ...extraGroups, ...supplementalGroups],
    supplementalGroupsPolicy: context?.supplementalGroupsPolicy,
    selinux: context?.seLinuxOptions,
  };
}

const portMappings = ({ spec }: Pod): readonly PortMapping[] =>
  spec.containers.flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort = 0 }) => hostPort > 0)
      .map(({ protocol = 'TCP', containerPort, hostPort = 0, hostIP }) => ({ protocol, containerPort, hostPort, hostIp: hostIP })),
  );

const resourcesOf = (requests: Readonly<ResourceList>, limits: Readonly<ResourceList>): LinuxResources =>
  containerResources({
    cpuRequestMillis: requests['cpu'] === undefined ? undefined : cpuMillis(requests),
    cpuLimitMillis: cpuMillis(limits),
    memoryLimitBytes: memoryBytes(limits),
  });
