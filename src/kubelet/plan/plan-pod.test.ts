import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodObservation } from '../pleg/observation.ts';
import { aContainer, aPod, aSandbox, observation, observed, probes } from '../testing/observed.ts';
import { planPod, type Situation } from './plan-pod.ts';

/** A plan in a few words. */
function planned(pod: Pod, found: PodObservation, more: Partial<Situation> = {}): string {
  const plan = planPod(pod, { observation: found, probes: probes(), ...more });
  return [
    plan.killPod && 'stop pod',
    ...plan.kill.map(({ container, reason }) => `kill ${container.name} ${reason}`),
    ...plan.reset.map(({ name }) => `reset ${name}`),
    plan.sandbox.create && `sandbox ${plan.sandbox.attempt}`,
    ...plan.startEphemeral.map(({ name }) => `debug ${name}`),
    ...plan.startInit.map(({ name }) => `init ${name}`),
    ...plan.start.map(({ name }) => `start ${name}`),
  ]
    .filter(Boolean)
    .join(', ');
}

const running = observed('main', 'running');
const two = { containers: [aContainer('main'), aContainer('other')] };

test('a pod without a sandbox that works gets one and begins from the beginning', () => {
  const init = { initContainers: [aContainer('i')] };
  const dead = aSandbox({ state: 'NotReady' });
  for (const [pod, found, expected] of [
    [aPod(), observation([], []), 'stop pod, sandbox 0, start main'],
    [aPod(init), observation([], []), 'stop pod, sandbox 0, init i'],
    [aPod(), observation([observed('main', 255)], [dead]), 'stop pod, sandbox 1, start main'],
    [aPod(init), observation([observed('main', 255), observed('i', 0)], [dead]), 'stop pod, sandbox 1, init i'],
    [aPod(), observation([running], [aSandbox(), aSandbox({ id: 's0' })]), 'stop pod, sandbox 1, start main'],
    [aPod(), observation([], [aSandbox({ ips: [] })]), 'stop pod, sandbox 1, start main'],
    [aPod({ hostNetwork: true }), observation([running], [aSandbox({ ips: [] })]), ''],
    [aPod({ restartPolicy: 'Never' }), observation([observed('main', 255)], [dead]), 'stop pod'],
    [aPod({ restartPolicy: 'Never' }), observation([], [dead]), 'stop pod, sandbox 1, start main'],
    [aPod({ restartPolicy: 'OnFailure' }), observation([observed('main', 0)], [dead]), 'stop pod'],
    [
      aPod({ restartPolicy: 'OnFailure', ...two }),
      observation([observed('main', 0), observed('other', 1)], [dead]),
      'stop pod, sandbox 1, start other',
    ],
  ] as const)
    assert.equal(planned(pod, found), expected);
});

test('containers that ended start again as the policy says', () => {
  for (const [restartPolicy, exitCode, expected] of [
    ['Always', 0, 'start main'],
    ['Always', 1, 'start main'],
    ['OnFailure', 0, 'stop pod'],
    ['OnFailure', 1, 'start main'],
    ['Never', 0, 'stop pod'],
    ['Never', 1, 'stop pod'],
  ] as const)
    assert.equal(planned(aPod({ restartPolicy }), observation([observed('main', exitCode)])), expected);
});

test('a container may have its own policy, and rules for its exit codes', () => {
  const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
  const own = (more: object) => aPod({ restartPolicy: 'Never', containers: [aContainer('main', more)] });
  assert.equal(planned(own({ restartPolicy: 'OnFailure' }), observation([observed('main', 1)])), 'start main');
  assert.equal(planned(own({ restartPolicy: 'Never', restartPolicyRules: rules }), observation([observed('main', 42)])), 'start main');
  assert.equal(planned(own({ restartPolicy: 'Never', restartPolicyRules: rules }), observation([observed('main', 1)])), 'stop pod');
});

test('as long as one main container is to run, the pod goes on', () => {
  const pod = aPod({ restartPolicy: 'Never', ...two });
  assert.equal(planned(pod, observation([running, observed('other', 1)])), '');
  assert.equal(planned(pod, observation([running])), 'start other');
});

test('a running container is killed when its image changed or a probe failed', () => {
  const changed = aPod({ containers: [aContainer('main', { image: 'web:2' })] });
  const failed = { probes: probes({ liveness: { 'main-id': 'Failure' } }) };
  const slow = { probes: probes({ startup: { 'main-id': 'Failure' } }) };
  const found = observation([running]);
  assert.equal(planned(changed, found), 'kill main Unknown, start main');
  assert.equal(planned(aPod({ ...changed.spec, restartPolicy: 'Never' }), found), 'kill main Unknown, start main');
  assert.equal(planned(aPod(), found, failed), 'kill main LivenessProbe, start main');
  assert.equal(planned(aPod(), found, slow), 'kill main StartupProbe, start main');
  assert.equal(planned(aPod({ restartPolicy: 'Never' }), found, failed), 'stop pod, kill main LivenessProbe');
  assert.equal(planned(aPod(), found, { mustRestart: () => true }), 'kill main Unknown, start main');
});

test('what may or may not run is killed before it starts again', () => {
  assert.equal(planned(aPod(), observation([observed('main', 'unknown')])), 'kill main Unknown, start main');
  assert.equal(planned(aPod(), observation([observed('main', 'created')])), 'start main');
});

test('init containers run in order, and a failed one starts again or ends the pod', () => {
  const pod = aPod({ initContainers: [aContainer('i'), aContainer('j')] });
  const once = aPod({ ...pod.spec, restartPolicy: 'Never' });
  for (const [candidate, containers, expected] of [
    [pod, [], 'init i'],
    [pod, [observed('i', 'running')], ''],
    [pod, [observed('i', 'created')], 'init i'],
    [pod, [observed('i', 0)], 'init j'],
    [pod, [observed('i', 1)], 'init i'],
    [once, [observed('i', 1)], 'stop pod'],
    [pod, [observed('i', 0, { reason: 'OOMKilled' })], 'init i'],
    [pod, [observed('j', 1), observed('i', 0)], 'init j'],
    [pod, [observed('j', 0)], 'start main'],
    [pod, [observed('j', 0), observed('i', 0)], 'start main'],
    [pod, [running], ''],
    [pod, [observed('i', 'unknown')], 'kill i Unknown, init i'],
  ] as const)
    assert.equal(planned(candidate, observation(containers)), expected);
});

test('sidecars let the next one start once they have started, and are kept running', () => {
  const sidecar = aContainer('s', { restartPolicy: 'Always' });
  const pod = aPod({ initContainers: [sidecar, aContainer('i')] });
  const slow = aPod({ initContainers: [{ ...sidecar, startupProbe: { exec: { command: ['x'] } } }, aContainer('i')] });
  const s = observed('s', 'running');
  for (const [candidate, containers, expected, results] of [
    [pod, [], 'init s'],
    [pod, [s], 'init i'],
    [pod, [observed('s', 1)], 'init s'],
    [slow, [s], ''],
    [slow, [s], '', { startup: { 's-id': 'Unknown' } }],
    [slow, [s], 'init i', { startup: { 's-id': 'Success' } }],
    [slow, [s], 'kill s StartupProbe, init s', { startup: { 's-id': 'Failure' } }],
    [pod, [observed('i', 0), s], 'start main'],
    [pod, [observed('i', 0), observed('s', 1)], 'init s, start main'],
    [pod, [running, observed('s', 1)], 'init s'],
    [pod, [running], 'init s'],
    [aPod({ ...pod.spec, restartPolicy: 'Never' }), [observed('main', 0), s, observed('i', 0)], 'stop pod'],
  ] as const)
    assert.equal(planned(candidate, observation(containers), { probes: probes(results) }), expected);
});

test('ephemeral containers start beside whatever there is, once', () => {
  const pod = aPod({ ephemeralContainers: [{ name: 'd' }] });
  assert.equal(planned(pod, observation([running])), 'debug d');
  assert.equal(planned(pod, observation([observed('d', 0), running])), '');
});

test('a pod on its way out starts nothing', () => {
  const pod = aPod({}, { metadata: { deletionTimestamp: '1970-01-01T00:00:00Z' } });
  assert.equal(planned(pod, observation([observed('main', 1)])), 'stop pod');
});

test('all containers are taken away when one of them ended so that all start anew, the cause last', () => {
  const restartPolicyRules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [88] } }];
  const pod = aPod({
    initContainers: [aContainer('i')],
    containers: [aContainer('main', { restartPolicy: 'Never', restartPolicyRules }), aContainer('other')],
  });
  const found = observation([observed('other', 'running'), observed('main', 88), observed('i', 0)]);
  assert.equal(planned(pod, found, { restartingAll: true }), 'reset other, reset i, reset main');
});
