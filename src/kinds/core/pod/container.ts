import { defineType, always, boolean, int32, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { SecurityContext } from './security.ts';
import { ResourceRequirements } from '../resources.ts';
import { EnvVar, EnvFromSource } from './env.ts';
import { Lifecycle, Probe } from './handler.ts';

export const ContainerPort = defineType('io.k8s.api.core.v1.ContainerPort', 'A port that a container listens on.', {
  name: string(1, 'Name that services and probes can use instead of the number, such as http.'),
  hostPort: int32(2, 'Port of the node that leads here. Only one pod per node can have it, so most are better served by a Service.'),
  containerPort: required(int32(3, 'Number of the port inside the container, 1 to 65535.')),
  protocol: oneOf(4, ['SCTP', 'TCP', 'UDP'], 'Protocol that is spoken: TCP unless given.', { default: 'TCP' }),
  hostIP: string(5, 'Address of the node that hostPort is opened on; all of them unless given.'),
});

export interface ContainerPort extends Infer<typeof ContainerPort> {}

export const ContainerResizePolicy = defineType(
  'io.k8s.api.core.v1.ContainerResizePolicy',
  'Whether changing a resource restarts the container.',
  {
    resourceName: required(string(1, 'Resource that this is about: cpu or memory.')),
    restartPolicy: required(string(2, 'NotRequired changes the running container, RestartContainer restarts it.')),
  },
);

export interface ContainerResizePolicy extends Infer<typeof ContainerResizePolicy> {}

export const ContainerRestartRuleOnExitCodes = defineType(
  'io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes',
  'Chooses ends of a container by exit code.',
  {
    operator: required(string(1, 'In matches the codes listed, NotIn all others.', { omitEmpty: true })),
    values: list(2, 'int32', 'Exit codes, at most 255 of them.', { listType: 'set' }),
  },
);

export interface ContainerRestartRuleOnExitCodes extends Infer<typeof ContainerRestartRuleOnExitCodes> {}

export const ContainerRestartRule = defineType(
  'io.k8s.api.core.v1.ContainerRestartRule',
  'What to do when a container ends in a certain way.',
  {
    action: required(string(1, 'Restart starts the container anew, RestartAllContainers the whole pod in its place.', { omitEmpty: true })),
    exitCodes: object(2, ContainerRestartRuleOnExitCodes, 'Exit codes for which this holds.'),
  },
);

export interface ContainerRestartRule extends Infer<typeof ContainerRestartRule> {}

export const VolumeDevice = defineType('io.k8s.api.core.v1.VolumeDevice', 'Shows a raw block volume to a container.', {
  name: required(string(1, 'Claim volume of the pod, which must be in Block mode.')),
  devicePath: required(string(2, 'Path of the device inside the container, such as /dev/xvda.')),
});

export interface VolumeDevice extends Infer<typeof VolumeDevice> {}

export const VolumeMount = defineType('io.k8s.api.core.v1.VolumeMount', "Puts a volume of the pod into a container's file system.", {
  name: required(string(1, 'Volume of the pod that is mounted.')),
  readOnly: boolean(2, 'Keeps the container from writing to the volume. Others may still write to it.'),
  recursiveReadOnly: string(
    7,
    'Whether readOnly also holds for mounts below: Disabled (the default), IfPossible, or Enabled, which fails where the node cannot.',
  ),
  mountPath: required(string(3, 'Directory that the volume appears at. What the image has there is hidden.')),
  subPath: string(
    4,
    'Path inside the volume that is mounted instead of its root. Files mounted so are not updated with their ConfigMap or Secret.',
  ),
  mountPropagation: oneOf(
    5,
    ['Bidirectional', 'HostToContainer', 'None'],
    'Whether mounts made later are seen: None (the default), HostToContainer, or Bidirectional, for privileged containers only.',
  ),
  subPathExpr: string(6, 'Like subPath, with $(NAME) replaced by environment variables of the container.'),
});

export interface VolumeMount extends Infer<typeof VolumeMount> {}

export const Container = defineType('io.k8s.api.core.v1.Container', 'One program of a pod, run from an image.', {
  name: required(string(1, 'Name of the container, unique in the pod: a DNS label of at most 63 characters.')),
  image: string(2, 'Image to run, such as nginx:1.27 or one with registry and digest. Left out only in templates that others fill in.'),
  command: list(
    3,
    'string',
    "Program and its first arguments, instead of the image's entrypoint. No shell is involved; $(NAME) is replaced by variables.",
    { listType: 'atomic' },
  ),
  args: list(4, 'string', "Arguments, instead of the image's own. $(NAME) is replaced by variables, $$(NAME) stands for the text itself.", {
    listType: 'atomic',
  }),
  workingDir: string(5, "Directory that the program starts in; the image's own unless given."),
  ports: list(
    6,
    ContainerPort,
    'Ports that the program listens on. Mere information, except for names and hostPort: others can be reached as well.',
    {
      listType: 'map',
      listMapKeys: ['containerPort', 'protocol'],
      patchStrategy: 'merge',
      patchMergeKey: 'containerPort',
    },
  ),
  envFrom: list(19, EnvFromSource, 'ConfigMaps and Secrets all of whose keys become variables. Of equal names the last wins.', {
    listType: 'atomic',
  }),
  env: list(7, EnvVar, 'Environment variables. They win over those of envFrom.', {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  }),
  resources: always(object(8, ResourceRequirements, 'CPU, memory and other resources that the container needs, and the most it may use.')),
  resizePolicy: list(23, ContainerResizePolicy, 'Which resources can be changed without a restart.', { listType: 'atomic' }),
  restartPolicy: string(
    24,
    "Restart rule of this container instead of the pod's. Always makes an init container a sidecar, which runs on beside the others.",
  ),
  restartPolicyRules: list(25, ContainerRestartRule, 'Rules by exit code that come before restartPolicy; the first that matches decides.', {
    listType: 'atomic',
  }),
  volumeMounts: list(9, VolumeMount, 'Volumes of the pod that the container sees, and where.', {
    listType: 'map',
    listMapKeys: ['mountPath'],
    patchStrategy: 'merge',
    patchMergeKey: 'mountPath',
  }),
  volumeDevices: list(21, VolumeDevice, 'Raw block volumes that the container sees as devices.', {
    listType: 'map',
    listMapKeys: ['devicePath'],
    patchStrategy: 'merge',
    patchMergeKey: 'devicePath',
  }),
  livenessProbe: object(10, Probe, 'Check of whether the container still works. It is restarted when the check fails too often.'),
  readinessProbe: object(11, Probe, 'Check of whether the container can serve. While it fails, services send the pod nothing.'),
  startupProbe: object(
    22,
    Probe,
    'Check of whether the program has come up. The other probes wait for it; for programs that start slowly.',
  ),
  lifecycle: object(12, Lifecycle, 'What to do right after the start and before the end.'),
  terminationMessagePath: string(13, 'File of the container whose contents become its last message: /dev/termination-log unless given.'),
  terminationMessagePolicy: oneOf(
    20,
    ['FallbackToLogsOnError', 'File'],
    'File takes the last message from terminationMessagePath; FallbackToLogsOnError the end of the log if a failed container left none.',
  ),
  imagePullPolicy: oneOf(
    14,
    ['Always', 'IfNotPresent', 'Never'],
    'Always asks the registry at each start, IfNotPresent takes what the node has, Never only that. Always for :latest, else IfNotPresent.',
  ),
  securityContext: object(15, SecurityContext, 'User, privileges and confinement of this container. Wins over what the pod says.'),
  stdin: boolean(16, 'Keeps standard input open, for kubectl attach -i. Without it the program reads the end of input at once.'),
  stdinOnce: boolean(17, 'Closes standard input after the first client has gone; later ones cannot write any more.'),
  tty: boolean(18, 'Gives the program a terminal. Wants stdin, too.'),
});

export interface Container extends Infer<typeof Container> {}
