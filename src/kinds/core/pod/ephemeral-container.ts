import { defineType, always, boolean, embed, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { SecurityContext } from './security.ts';
import { ResourceRequirements } from '../resources.ts';
import { EnvVar, EnvFromSource } from './env.ts';
import { Lifecycle, Probe } from './handler.ts';
import { ContainerPort, ContainerResizePolicy, ContainerRestartRule, VolumeDevice, VolumeMount } from './container.ts';

export const EphemeralContainerCommon = defineType(
  'io.k8s.api.core.v1.EphemeralContainerCommon',
  'What ephemeral containers have in common with others.',
  {
    name: required(string(1, 'Name of the container, unique among all containers of the pod.')),
    image: string(2, 'Image to run, mostly one with tools for debugging.'),
    command: list(3, 'string', "Program and its first arguments, instead of the image's entrypoint.", { listType: 'atomic' }),
    args: list(4, 'string', "Arguments, instead of the image's own.", { listType: 'atomic' }),
    workingDir: string(5, "Directory that the program starts in; the image's own unless given."),
    ports: list(6, ContainerPort, 'Not allowed for ephemeral containers.', {
      listType: 'map',
      listMapKeys: ['containerPort', 'protocol'],
      patchStrategy: 'merge',
      patchMergeKey: 'containerPort',
    }),
    envFrom: list(19, EnvFromSource, 'ConfigMaps and Secrets all of whose keys become variables.', { listType: 'atomic' }),
    env: list(7, EnvVar, 'Environment variables. They win over those of envFrom.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
    resources: always(object(8, ResourceRequirements, 'Not allowed for ephemeral containers: they share what the pod has.')),
    resizePolicy: list(23, ContainerResizePolicy, 'Not allowed for ephemeral containers.', { listType: 'atomic' }),
    restartPolicy: string(24, 'Not allowed for ephemeral containers: they run once.'),
    restartPolicyRules: list(25, ContainerRestartRule, 'Not allowed for ephemeral containers.', { listType: 'atomic' }),
    volumeMounts: list(9, VolumeMount, 'Volumes of the pod that the container sees, and where. subPath is not allowed.', {
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
    livenessProbe: object(10, Probe, 'Not allowed for ephemeral containers.'),
    readinessProbe: object(11, Probe, 'Not allowed for ephemeral containers.'),
    startupProbe: object(22, Probe, 'Not allowed for ephemeral containers.'),
    lifecycle: object(12, Lifecycle, 'Not allowed for ephemeral containers.'),
    terminationMessagePath: string(13, 'File of the container whose contents become its last message: /dev/termination-log unless given.'),
    terminationMessagePolicy: oneOf(
      20,
      ['FallbackToLogsOnError', 'File'],
      'File takes the last message from terminationMessagePath; FallbackToLogsOnError the end of the log if a failed container left none.',
    ),
    imagePullPolicy: oneOf(
      14,
      ['Always', 'IfNotPresent', 'Never'],
      'When the image is pulled: Always, IfNotPresent or Never. Always for :latest, else IfNotPresent.',
    ),
    securityContext: object(15, SecurityContext, 'User, privileges and confinement of this container.'),
    stdin: boolean(16, 'Keeps standard input open, for kubectl debug -i.'),
    stdinOnce: boolean(17, 'Closes standard input after the first client has gone.'),
    tty: boolean(18, 'Gives the program a terminal. Wants stdin, too.'),
  },
);

export interface EphemeralContainerCommon extends Infer<typeof EphemeralContainerCommon> {}

export const EphemeralContainer = defineType(
  'io.k8s.api.core.v1.EphemeralContainer',
  'A container put into a running pod to look around in it, as kubectl debug does. It is never restarted nor removed.',
  {
    ...embed(1, EphemeralContainerCommon),
    targetContainerName: string(
      2,
      'Container whose processes this one sees; without it only its own, or those of the pod if it shares them.',
    ),
  },
);

export interface EphemeralContainer extends Infer<typeof EphemeralContainer> {}
