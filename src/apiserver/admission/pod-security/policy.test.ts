import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PodSpec } from '../../../kinds/core/pod/spec.ts';
import { decode } from '../../../model/decode.ts';
import { detailsOf, findingsOf, labelProblems, policyOf, type Level } from './policy.ts';

const container = (securityContext: object = {}, more: object = {}) => ({ name: 'c', image: 'x', securityContext, ...more });
const locked = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const judge = (spec: object, level: Level, { version = 'latest', annotations = {} } = {}): string => {
  const { object } = decode(PodSpec, { containers: [container()], ...spec });
  return detailsOf(findingsOf({ metadata: { annotations }, spec: object }, { level, version }));
};

const cases: readonly { spec: object; level: Level; version?: string; annotations?: Record<string, string>; detail: string }[] = [
  { spec: { hostNetwork: true }, level: 'privileged', detail: '' },
  { spec: {}, level: 'baseline', detail: '' },
  { spec: { hostNetwork: true, hostPID: true }, level: 'baseline', detail: 'host namespaces (hostNetwork=true, hostPID=true)' },
  { spec: { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, level: 'baseline', detail: 'hostPath volumes (volume "v")' },
  {
    spec: { containers: [container({ privileged: true })], initContainers: [{ ...container({ privileged: true }), name: 'i' }] },
    level: 'baseline',
    detail: 'privileged (containers "i", "c" must not set securityContext.privileged=true)',
  },
  {
    spec: { containers: [container({ capabilities: { add: ['NET_ADMIN', 'CHOWN'] } })] },
    level: 'baseline',
    detail: 'non-default capabilities (container "c" must not include "NET_ADMIN" in securityContext.capabilities.add)',
  },
  {
    spec: {
      containers: [
        container(
          {},
          {
            ports: [
              { containerPort: 1, hostPort: 80 },
              { containerPort: 2, hostPort: 81 },
            ],
          },
        ),
      ],
    },
    level: 'baseline',
    detail: 'hostPort (container "c" uses hostPorts 80, 81)',
  },
  {
    spec: { containers: [container({}, { livenessProbe: { httpGet: { host: 'example.com', port: 1 } } })] },
    level: 'baseline',
    detail: 'probe or lifecycle host (container "c" uses probe or lifecycle host "example.com")',
  },
  {
    spec: { containers: [container({}, { livenessProbe: { httpGet: { host: 'a', port: 1 } } })] },
    level: 'baseline',
    version: 'v1.33',
    detail: '',
  },
  {
    spec: { securityContext: { seLinuxOptions: { type: 'spc_t', user: 'root' } } },
    level: 'baseline',
    detail: 'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
  },
  {
    spec: {
      securityContext: { seccompProfile: { type: 'Unconfined' } },
      containers: [container({ seccompProfile: { type: 'Unconfined' } })],
    },
    level: 'baseline',
    detail: 'seccompProfile (pod and container "c" must not set securityContext.seccompProfile.type to "Unconfined")',
  },
  {
    spec: {
      securityContext: {
        sysctls: [
          { name: 'kernel.msgmax', value: '1' },
          { name: 'net.ipv4.tcp_rmem', value: '1' },
        ],
      },
    },
    level: 'baseline',
    version: 'v1.30',
    detail: 'forbidden sysctls (kernel.msgmax, net.ipv4.tcp_rmem)',
  },
  {
    spec: {},
    level: 'baseline',
    annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' },
    detail:
      'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/c="unconfined"")',
  },
  { spec: { containers: [container({ procMount: 'Unmasked' })], hostUsers: false }, level: 'baseline', detail: '' },
  { spec: { containers: [container(locked)] }, level: 'restricted', detail: '' },
  {
    spec: {},
    level: 'restricted',
    detail:
      'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  },
  {
    spec: { containers: [container({ ...locked, runAsUser: 0 })], volumes: [{ name: 'v', hostPath: { path: '/' } }] },
    level: 'restricted',
    detail:
      'restricted volume types (volume "v" uses restricted volume type "hostPath"), runAsUser=0 (container "c" must not set runAsUser=0)',
  },
  { spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } }, level: 'restricted', detail: '' },
];

for (const { spec, level, version, annotations, detail } of cases) {
  test(`${level} of ${JSON.stringify(spec)}: ${detail || 'nothing to say'}`, () => {
    assert.equal(judge(spec, level, { ...(version && { version }), ...(annotations && { annotations }) }), detail);
  });
}

const label = (name: string) => `pod-security.kubernetes.io/${name}`;

test('labels say what is enforced and what is told of', () => {
  assert.deepEqual(policyOf(), { enforce: { level: 'privileged', version: 'latest' }, warn: { level: 'privileged', version: 'latest' } });
  const baseline = { level: 'baseline', version: 'v1.30' };
  assert.deepEqual(policyOf({ [label('enforce')]: 'baseline', [label('enforce-version')]: 'v1.30' }), {
    enforce: baseline,
    warn: baseline,
  });
  assert.deepEqual(policyOf({ [label('enforce')]: 'baseline', [label('warn')]: 'restricted' }).warn, {
    level: 'restricted',
    version: 'latest',
  });
  assert.equal(policyOf({ [label('enforce')]: 'basic' }).enforce.level, 'restricted');
});

test('labels that nobody can read are told', () => {
  const problems = [...labelProblems({ [label('enforce')]: 'basic', [label('warn-version')]: '1.30' })];
  assert.deepEqual(
    problems.map(({ field, message }) => `${field}: ${message}`),
    [
      'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "basic": must be one of privileged, baseline, restricted',
      'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.30": must be "latest" or "v1.x"',
    ],
  );
});
