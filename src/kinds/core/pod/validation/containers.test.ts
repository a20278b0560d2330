import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const pod = (spec: object, metadata: object = {}): object => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

const withContainer = (container: object, spec: object = {}): object =>
  pod({ containers: [{ name: 'c', image: 'nginx', ...container }], ...spec });

const accepted: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'a container with everything usual',
    withContainer({
      ports: [{ containerPort: 80, name: 'http' }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      livenessProbe: { httpGet: { port: 'http' } },
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } },
    }),
    [],
  ],
  [
    'a sidecar',
    pod({ initContainers: [{ name: 'log', image: 'fluent', restartPolicy: 'Always', readinessProbe: { exec: { command: ['true'] } } }] }),
    [],
  ],
  [
    'a mount of a volume',
    withContainer({ volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }, { volumes: [{ name: 'tmp', emptyDir: {} }] }),
    [],
  ],
];

for (const [what, object, problems] of accepted) {
  test(`accepts ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['no containers', pod({ containers: [] }), ['spec.containers: Required value']],
  [
    'a container without name and image',
    pod({ containers: [{}] }),
    ['spec.containers[0].name: Required value', 'spec.containers[0].image: Required value'],
  ],
  [
    'two containers of one name',
    pod({
      containers: [
        { name: 'c', image: 'a' },
        { name: 'c', image: 'b' },
      ],
    }),
    ['spec.containers[1].name: Duplicate value: "c"'],
  ],
  [
    'a name that is no label',
    pod({ containers: [{ name: 'C_1', image: 'a' }] }),
    [
      "spec.containers[0].name: Invalid value: \"C_1\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'an image with blanks around it',
    withContainer({ image: ' nginx ' }),
    ['spec.containers[0].image: Invalid value: " nginx ": must not have leading or trailing whitespace'],
  ],
  [
    'an unknown pull policy',
    withContainer({ imagePullPolicy: 'Sometimes' }),
    ['spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"'],
  ],
  [
    'ports out of range, and one twice',
    withContainer({
      ports: [
        { containerPort: 0 },
        { containerPort: 70000 },
        { containerPort: 80, name: 'a', hostPort: 8080 },
        { containerPort: 81, name: 'a', hostPort: 8080 },
      ],
    }),
    [
      'spec.containers[0].ports[0].containerPort: Required value',
      'spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      'spec.containers[0].ports[3].name: Duplicate value: "a"',
      'spec.containers[0].ports[3].hostPort: Duplicate value: "TCP//8080"',
    ],
  ],
  [
    'a port name without letters',
    withContainer({ ports: [{ containerPort: 80, name: '80' }] }),
    ['spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)'],
  ],
  [
    'an unknown protocol',
    withContainer({ ports: [{ containerPort: 80, protocol: 'ICMP' }] }),
    ['spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"'],
  ],
  [
    'a mount of no volume',
    withContainer({
      volumeMounts: [
        { name: 'gone', mountPath: '/a' },
        { name: 'gone', mountPath: '/a' },
      ],
    }),
    [
      'spec.containers[0].volumeMounts[0].name: Not found: "gone"',
      'spec.containers[0].volumeMounts[1].name: Not found: "gone"',
      'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique',
    ],
  ],
  [
    'a mount without a path',
    withContainer({ volumeMounts: [{ name: 'tmp' }] }, { volumes: [{ name: 'tmp', emptyDir: {} }] }),
    ['spec.containers[0].volumeMounts[0].mountPath: Required value'],
  ],
  [
    'a path that leads outside',
    withContainer({ volumeMounts: [{ name: 'tmp', mountPath: '/a', subPath: '../b' }] }, { volumes: [{ name: 'tmp', emptyDir: {} }] }),
    ['spec.containers[0].volumeMounts.subPath: Invalid value: "../b": must not contain \'..\''],
  ],
  [
    'a sub path that is absolute',
    withContainer({ volumeMounts: [{ name: 'tmp', mountPath: '/a', subPath: '/b' }] }, { volumes: [{ name: 'tmp', emptyDir: {} }] }),
    ['spec.containers[0].volumeMounts.subPath: Invalid value: "/b": must be a relative path'],
  ],
  [
    'two ways to say the sub path',
    withContainer(
      { volumeMounts: [{ name: 'tmp', mountPath: '/a', subPath: 'b', subPathExpr: '$(C)' }] },
      { volumes: [{ name: 'tmp', emptyDir: {} }] },
    ),
    ['spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "$(C)": subPathExpr and subPath are mutually exclusive'],
  ],
  [
    'a probe without an action',
    withContainer({ livenessProbe: {} }),
    ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
  ],
  [
    'a probe with two actions',
    withContainer({ livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 1 } } }),
    ['spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
  ],
  [
    'a probe that counts below zero',
    withContainer({ readinessProbe: { exec: { command: ['a'] }, periodSeconds: -1, initialDelaySeconds: -2 } }),
    [
      'spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -2: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'a liveness probe that needs two successes',
    withContainer({ livenessProbe: { exec: { command: ['a'] }, successThreshold: 2 } }),
    ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'grace of a readiness probe',
    withContainer({ readinessProbe: { exec: { command: ['a'] }, terminationGracePeriodSeconds: 5 } }),
    ['spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes'],
  ],
  [
    'a probe of a port that is none',
    withContainer({ livenessProbe: { httpGet: { port: 'Not A Port' } } }),
    [
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "Not A Port": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
  ],
  [
    'a command without words',
    withContainer({ lifecycle: { preStop: { exec: { command: [] } } } }),
    ['spec.containers[0].lifecycle.preStop.exec.command: Required value'],
  ],
  [
    'a hook that sleeps longer than its grace',
    withContainer({ lifecycle: { preStop: { sleep: { seconds: 60 } } } }),
    [
      'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)',
    ],
  ],
  [
    'probes of an init container',
    pod({
      initContainers: [
        { name: 'i', image: 'a', livenessProbe: { exec: { command: ['a'] } }, lifecycle: { preStop: { exec: { command: ['a'] } } } },
      ],
    }),
    [
      'spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always',
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  ],
  [
    'an init container with the name of another',
    pod({ initContainers: [{ name: 'c', image: 'a' }] }),
    ['spec.initContainers[0].name: Duplicate value: "c"'],
  ],
  [
    'an unknown termination message policy',
    withContainer({ terminationMessagePolicy: 'Loud' }),
    ['spec.containers[0].terminationMessagePolicy: Unsupported value: "Loud": supported values: "File", "FallbackToLogsOnError"'],
  ],
  [
    'privilege without escalation',
    withContainer({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    [
      'spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
  ],
  [
    'users and groups below zero',
    withContainer({ securityContext: { runAsUser: -1, runAsGroup: -1 } }),
    [
      'spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
      'spec.containers[0].securityContext.runAsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive',
    ],
  ],
  [
    'a local seccomp profile without a name',
    withContainer({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
    ['spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost'],
  ],
  [
    'rules for restarts of init containers without a policy, whatever they are',
    {
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        containers: [{ name: 'c', image: 'nginx' }],
        initContainers: [{ name: 'i', image: 'nginx', restartPolicyRules: [{ action: 'Dance' }] }],
      },
    },
    ['spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`refuses ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}
