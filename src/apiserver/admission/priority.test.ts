import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Pod } from '../../kinds/core/pod/index.ts';
import { PriorityClass } from '../../kinds/scheduling/priority-class.ts';
import { priority } from './priority.ts';
import { admissionRequest, admit, readerOf, refusal, stored } from './testing/admission-request.ts';

const pod = (spec: Partial<Pod['spec']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: stored('web', 'shop'),
  spec: { containers: [], ...spec },
  status: {},
});
const priorityClass = (name: string, value: number, more: Partial<PriorityClass> = {}): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: stored(name),
  value,
  preemptionPolicy: 'PreemptLowerPriority',
  ...more,
});

const high = priorityClass('high', 1000);
const polite = priorityClass('polite', 500, { preemptionPolicy: 'Never' });
const usual = priorityClass('usual', 10, { globalDefault: true });

async function settled(spec: Partial<Pod['spec']>, reader = readerOf(high, polite)) {
  const object = pod(spec);
  await admit(priority, admissionRequest(Pod, { object }), reader);
  const { priorityClassName, priority: value, preemptionPolicy } = object.spec;
  return [priorityClassName, value, preemptionPolicy];
}

describe('a new pod', () => {
  test('has the priority of its class', async () => {
    assert.deepEqual(await settled({ priorityClassName: 'high' }), ['high', 1000, 'PreemptLowerPriority']);
    assert.deepEqual(await settled({ priorityClassName: 'polite' }), ['polite', 500, 'Never']);
  });

  test('without a class has none to speak of', async () => {
    assert.deepEqual(await settled({}), [undefined, 0, 'PreemptLowerPriority']);
  });

  test('without a class has the one that is the default', async () => {
    assert.deepEqual(await settled({}, readerOf(high, usual)), ['usual', 10, 'PreemptLowerPriority']);
    const lower = priorityClass('lower', 5, { globalDefault: true, preemptionPolicy: 'Never' });
    assert.deepEqual(await settled({}, readerOf(usual, lower)), ['lower', 5, 'Never']);
    assert.deepEqual(await settled({ priorityClassName: 'high' }, readerOf(high, usual)), ['high', 1000, 'PreemptLowerPriority']);
  });

  test('may say what its class says', async () => {
    const spec = { priorityClassName: 'polite', priority: 500, preemptionPolicy: 'Never' } as const;
    assert.deepEqual(await settled(spec), ['polite', 500, 'Never']);
  });

  const wrong: readonly (readonly [Partial<Pod['spec']>, string])[] = [
    [{ priorityClassName: 'gone' }, 'no PriorityClass with name gone was found'],
    [
      { priorityClassName: 'high', priority: 1 },
      'the integer value of priority (1) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name',
    ],
    [
      { priority: 7 },
      'the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      { priorityClassName: 'high', preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ];
  for (const [spec, message] of wrong) {
    test(`is refused when it says otherwise: ${JSON.stringify(spec)}`, async () => {
      const request = admissionRequest(Pod, { object: pod(spec) });
      assert.equal(await refusal(priority, request, readerOf(high)), `pods "web" is forbidden: ${message}`);
    });
  }
});

test('an update that leaves the priority out keeps it', async () => {
  const oldObject = pod({ priority: 7, preemptionPolicy: 'Never' });
  const object = pod();
  await admit(priority, admissionRequest(Pod, { operation: 'UPDATE', object, oldObject }));
  assert.deepEqual([object.spec.priority, object.spec.preemptionPolicy], [7, 'Never']);
  const changed = pod({ priority: 8 });
  await admit(priority, admissionRequest(Pod, { operation: 'UPDATE', object: changed, oldObject }));
  assert.equal(changed.spec.priority, 8);
});

test('subresources of pods are left alone', async () => {
  const object = pod();
  await admit(priority, admissionRequest(Pod, { subresource: 'binding', object }), readerOf(usual));
  assert.deepEqual(object, pod());
});

test('one class is the default', async () => {
  const second = priorityClass('second', 1, { globalDefault: true });
  const reader = readerOf(usual, second);
  const message =
    'priorityclasses.scheduling.k8s.io "second" is forbidden: PriorityClass usual is already marked as default. Only one default can exist';
  assert.equal(await refusal(priority, admissionRequest(PriorityClass, { object: second }), readerOf(usual)), message);
  assert.equal(await refusal(priority, admissionRequest(PriorityClass, { operation: 'UPDATE', object: second }), reader), message);
  await admit(priority, admissionRequest(PriorityClass, { operation: 'UPDATE', object: usual }), readerOf(usual));
  await admit(priority, admissionRequest(PriorityClass, { object: high }), readerOf(usual));
  await admit(priority, admissionRequest(PriorityClass, { operation: 'DELETE', oldObject: usual }), reader);
});
