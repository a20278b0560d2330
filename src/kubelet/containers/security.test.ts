import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aPod } from '../testing/observed.ts';
import { containerSecurity, type SecurityOptions } from './security.ts';

const options: SecurityOptions = {
  seccompRoot: '/seccomp',
  apparmor: false,
  maskedPaths: ['/proc/keys'],
  imageUser: { uid: 0, userName: '' },
};

const of = (container: object, pod: object = {}, more: Partial<SecurityOptions> = {}) => {
  const subject = aContainer('main', { securityContext: container });
  return containerSecurity(subject, aPod({ containers: [subject], securityContext: pod }), { ...options, ...more });
};

test('a container does not see what is the node’s, unless it may do everything', () => {
  assert.deepEqual(of({}).maskedPaths, ['/proc/keys']);
  assert.ok(of({}).readOnlyPaths?.includes('/proc/sys'));
  assert.deepEqual(of({ privileged: true }).maskedPaths, []);
  assert.deepEqual(of({ procMount: 'Unmasked' }).readOnlyPaths, []);
});

test('what the container says goes over what the pod says', () => {
  const { runAsUser, runAsGroup, supplementalGroups } = of(
    { runAsUser: 1 },
    { runAsUser: 2, runAsGroup: 3, fsGroup: 4, supplementalGroups: [5] },
  );
  assert.deepEqual([runAsUser, runAsGroup, supplementalGroups], [1, 3, [4, 5]]);
});

test('seccomp is always explicit', () => {
  assert.deepEqual(of({}).seccomp, { type: 'Unconfined' });
  assert.deepEqual(of({}, { seccompProfile: { type: 'RuntimeDefault' } }).seccomp, { type: 'RuntimeDefault' });
  const local = { seccompProfile: { type: 'Localhost', localhostProfile: 'a/b.json' } };
  assert.deepEqual(of(local, { seccompProfile: { type: 'RuntimeDefault' } }).seccomp, {
    type: 'Localhost',
    localhostReference: '/seccomp/a/b.json',
  });
});

test('AppArmor is spoken of only where the kernel has it', () => {
  const profile = { appArmorProfile: { type: 'RuntimeDefault' } };
  assert.equal(of(profile).apparmor, undefined);
  assert.deepEqual(of(profile, {}, { apparmor: true }).apparmor, { type: 'RuntimeDefault' });
});

test('an image’s user counts when nobody says otherwise, and must not be root where that is forbidden', () => {
  const named = { imageUser: { userName: 'web' } };
  const numbered = { imageUser: { uid: 7, userName: '' } };
  assert.deepEqual([of({}, {}, named).runAsUser, of({}, {}, named).runAsUserName], [undefined, 'web']);
  assert.equal(of({}, {}, numbered).runAsUser, 7);
  assert.equal(of({ runAsNonRoot: true }, {}, numbered).runAsUser, 7);
  assert.throws(() => of({ runAsNonRoot: true }), {
    message: 'container has runAsNonRoot and image will run as root (pod: "a_default(u)", container: main)',
  });
  assert.throws(() => of({}, { runAsNonRoot: true }, named), /image has non-numeric user \(web\), cannot verify user is non-root/);
  assert.throws(() => of({ runAsNonRoot: true, runAsUser: 0 }), /container's runAsUser breaks non-root policy/);
});

test('new privileges are kept from who asks for that', () => {
  assert.equal(of({ allowPrivilegeEscalation: false }).noNewPrivileges, true);
  assert.equal(of({}).noNewPrivileges, false);
});
