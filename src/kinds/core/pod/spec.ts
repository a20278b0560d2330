import { defineType, boolean, int32, int64, list, map, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { Affinity, Toleration, TopologySpreadConstraint } from './affinity.ts';
import { Container } from './container.ts';
import { EphemeralContainer } from './ephemeral-container.ts';
import { PodSecurityContext } from './security.ts';
import { Volume } from './volume.ts';
import { LocalObjectReference } from '../reference.ts';
import { ResourceRequirements } from '../resources.ts';

export const PodDNSConfigOption = defineType('io.k8s.api.core.v1.PodDNSConfigOption', 'An option of the resolver.', {
  name: string(1, 'Name of the option, such as ndots.'),
  value: string(2, 'Value of the option, where it takes one, such as 2.'),
});

export interface PodDNSConfigOption extends Infer<typeof PodDNSConfigOption> {}

export const PodDNSConfig = defineType(
  'io.k8s.api.core.v1.PodDNSConfig',
  'Settings of the resolver on top of those that dnsPolicy gives.',
  {
    nameservers: list(1, 'string', 'Addresses of DNS servers; added to those of the policy, three in all.', { listType: 'atomic' }),
    searches: list(2, 'string', 'Domains that are appended to short names; added to those of the policy, 32 in all.', {
      listType: 'atomic',
    }),
    options: list(3, PodDNSConfigOption, "Options of the resolver. They win over the policy's own of the same name.", {
      listType: 'atomic',
    }),
  },
);

export interface PodDNSConfig extends Infer<typeof PodDNSConfig> {}

export const HostAlias = defineType('io.k8s.api.core.v1.HostAlias', "A line of the pod's /etc/hosts.", {
  ip: required(string(1, 'Address that the names lead to.')),
  hostnames: list(2, 'string', 'Names for the address.', { listType: 'atomic' }),
});

export interface HostAlias extends Infer<typeof HostAlias> {}

export const PodOS = defineType('io.k8s.api.core.v1.PodOS', 'Which system the images are made for.', {
  name: required(string(1, 'Either linux or windows. The node refuses a pod for the other one.')),
});

export interface PodOS extends Infer<typeof PodOS> {}

export const PodReadinessGate = defineType('io.k8s.api.core.v1.PodReadinessGate', 'A further condition that the pod needs to be ready.', {
  conditionType: required(string(1, "Type of a condition in the pod's status, which some controller sets to True.")),
});

export interface PodReadinessGate extends Infer<typeof PodReadinessGate> {}

export const PodResourceClaim = defineType(
  'io.k8s.api.core.v1.PodResourceClaim',
  'A claim for devices that containers of the pod can use.',
  {
    name: required(string(1, 'Name by which containers refer to the claim in resources.claims.')),
    resourceClaimName: string(3, 'Name of an existing ResourceClaim, which several pods may share. Either this or a template.'),
    resourceClaimTemplateName: string(4, 'Template that a claim is made from for this pod alone. It goes with the pod.'),
  },
);

export interface PodResourceClaim extends Infer<typeof PodResourceClaim> {}

export const PodSchedulingGate = defineType('io.k8s.api.core.v1.PodSchedulingGate', 'A reason not to schedule the pod yet.', {
  name: required(string(1, 'Name of the gate, which tells who is to lift it.')),
});

export interface PodSchedulingGate extends Infer<typeof PodSchedulingGate> {}

export const PodSchedulingGroup = defineType(
  'io.k8s.api.core.v1.PodSchedulingGroup',
  'The group that a pod is scheduled with.',
  {
    podGroupName: string(1, 'Name of the PodGroup in the same namespace.'),
  },
  { union: { members: ['podGroupName'] } },
);

export interface PodSchedulingGroup extends Infer<typeof PodSchedulingGroup> {}

export const PodSpec = defineType('io.k8s.api.core.v1.PodSpec', 'What a pod runs, where, and how.', {
  volumes: list(1, Volume, 'Volumes that containers can mount: ConfigMaps, Secrets, claims for storage, scratch space and others.', {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
  initContainers: list(
    20,
    Container,
    'Containers that run one after another before the others start; each must succeed. With restartPolicy Always one is a sidecar and runs on.',
    { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' },
  ),
  containers: required(
    list(2, Container, 'The programs of the pod, all started together. At least one; none can be added or removed later.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
  ),
  ephemeralContainers: list(
    34,
    EphemeralContainer,
    'Containers added for debugging by kubectl debug. They come through a subresource only and never leave.',
    {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    },
  ),
  restartPolicy: oneOf(
    3,
    ['Always', 'Never', 'OnFailure'],
    'What becomes of containers that end: Always (the default) or OnFailure restarts them, ever more slowly up to 5 minutes; Never does not.',
  ),
  terminationGracePeriodSeconds: int64(
    4,
    'Seconds that programs have to end after they were asked to, before they are killed: 30 unless given.',
  ),
  activeDeadlineSeconds: int64(5, 'Seconds from its start that the pod may run; it is stopped and failed then. For ever unless given.'),
  dnsPolicy: oneOf(
    6,
    ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
    "Where names are looked up: ClusterFirst (the default) asks the cluster's DNS, Default the node's, None only dnsConfig. With hostNetwork ClusterFirst needs ClusterFirstWithHostNet.",
  ),
  nodeSelector: map(7, 'string', 'Labels that a node must have to run the pod. The pod waits until there is such a node.', {
    mapType: 'atomic',
  }),
  serviceAccountName: string(8, "Account that the pod's programs use towards the API: `default` unless given."),
  serviceAccount: string(9, 'Deprecated name of serviceAccountName.'),
  automountServiceAccountToken: boolean(21, "Whether the account's token is mounted into containers: what the account says, else true."),
  nodeName: string(10, 'Node that runs the pod. The scheduler sets it; whoever sets it passes the scheduler and its checks by.'),
  hostNetwork: boolean(11, "Shares the node's network instead of an own address. Ports must be free on the node then."),
  hostPID: boolean(12, 'Lets containers see all processes of the node.'),
  hostIPC: boolean(13, "Shares the node's System V IPC and message queues."),
  shareProcessNamespace: boolean(27, "Lets containers see and signal each other's processes. False unless given."),
  securityContext: object(14, PodSecurityContext, 'Users, groups and confinement of all containers, unless they say otherwise.'),
  imagePullSecrets: list(
    15,
    LocalObjectReference,
    'Secrets of type kubernetes.io/dockerconfigjson with credentials for private registries.',
    {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    },
  ),
  hostname: string(16, "Host name inside the pod: the pod's own name unless given."),
  subdomain: string(17, 'With a headless Service of this name the pod gets the DNS name hostname.subdomain.namespace.svc.'),
  affinity: object(18, Affinity, 'Where the pod must or should run, by labels of nodes and by other pods.'),
  schedulerName: string(19, 'Scheduler that is to place the pod: default-scheduler unless given.'),
  tolerations: list(22, Toleration, 'Taints of nodes that do not keep the pod away.', { listType: 'atomic' }),
  hostAliases: list(23, HostAlias, 'Lines to add to /etc/hosts.', {
    listType: 'map',
    listMapKeys: ['ip'],
    patchStrategy: 'merge',
    patchMergeKey: 'ip',
  }),
  priorityClassName: string(24, 'PriorityClass of the pod; the default class, or priority 0, unless given.'),
  priority: int32(25, 'The higher, the earlier the pod is scheduled. Taken from its class, never set by hand.'),
  dnsConfig: object(26, PodDNSConfig, 'Servers, search domains and options on top of dnsPolicy.'),
  readinessGates: list(28, PodReadinessGate, 'Conditions that must be True, besides all containers being ready, for the pod to be ready.', {
    listType: 'atomic',
  }),
  runtimeClassName: string(29, "RuntimeClass that says how containers are run, such as in a sandbox. The node's usual way unless given."),
  enableServiceLinks: boolean(
    30,
    'Whether addresses of services come as environment variables, too: true unless given. DNS has them anyway.',
  ),
  preemptionPolicy: oneOf(
    31,
    ['Never', 'PreemptLowerPriority'],
    'Whether pods of lower priority may be ended to make room: PreemptLowerPriority (the default) or Never.',
  ),
  overhead: map(32, 'quantity', 'What running the pod takes beyond its containers. Comes from the runtime class.'),
  topologySpreadConstraints: list(33, TopologySpreadConstraint, 'How pods like this one are spread over zones, nodes and the like.', {
    listType: 'map',
    listMapKeys: ['topologyKey', 'whenUnsatisfiable'],
    patchStrategy: 'merge',
    patchMergeKey: 'topologyKey',
  }),
  setHostnameAsFQDN: boolean(35, 'Makes the full DNS name the host name of the pod. False unless given.'),
  os: object(36, PodOS, 'Operating system that the pod is for; decides which security settings are allowed.'),
  hostUsers: boolean(
    37,
    'False maps root inside the pod to an ordinary user of the node, so that escaping gains little. True unless given.',
  ),
  schedulingGates: list(
    38,
    PodSchedulingGate,
    'The pod is not scheduled until all of these are removed. They can only be given at creation.',
    { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' },
  ),
  resourceClaims: list(39, PodResourceClaim, 'Claims for devices, which containers refer to by name.', {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
  resources: object(40, ResourceRequirements, 'CPU and memory for the pod as a whole, which its containers share.'),
  hostnameOverride: string(
    41,
    'Host name of the pod, taken as it is. DNS does not know it; neither hostNetwork nor setHostnameAsFQDN go with it.',
  ),
  schedulingGroup: object(43, PodSchedulingGroup, 'Group of pods that this one is scheduled together with.'),
});

export interface PodSpec extends Infer<typeof PodSpec> {}
