import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultFeatureGates, FeatureGateError, featureGates, parseFeatureSettings } from './feature-gates.ts';
import { knownFeatures, type Feature, type FeatureDefinition } from './known-features.ts';

const definitions: Readonly<Record<string, FeatureDefinition>> = knownFeatures;

test('what is not set is as 1.36 has it', () => {
  const gates = featureGates({ ContainerStopSignals: true });
  assert.equal(gates.isOn('ContainerStopSignals'), true);
  for (const name of Object.keys(knownFeatures) as Feature[]) {
    assert.equal(defaultFeatureGates.isOn(name), knownFeatures[name].default, name);
    if (name !== 'ContainerStopSignals') assert.equal(gates.isOn(name), knownFeatures[name].default, name);
  }
});

test('a stage is turned on or off but for what is named itself', () => {
  const gates = featureGates({ AllAlpha: true, HPAScaleToZero: false, AllBeta: true, MaxUnavailableStatefulSet: false });
  assert.equal(gates.isOn('ContainerStopSignals'), true);
  assert.equal(gates.isOn('HPAScaleToZero'), false);
  assert.equal(gates.isOn('CoordinatedLeaderElection'), true);
  assert.equal(gates.isOn('MaxUnavailableStatefulSet'), false);
  assert.equal(featureGates({ AllAlpha: true }).isOn('CoordinatedLeaderElection'), false);
});

const refused: readonly (readonly [settings: Record<string, boolean>, message: string])[] = [
  [{ Magic: true }, 'unrecognized feature gate: Magic'],
  [{ SidecarContainers: false }, 'cannot set feature gate SidecarContainers to false, feature is locked to true'],
  [{ GangScheduling: true }, 'GangScheduling is enabled, but depends on features that are disabled: [GenericWorkload]'],
  [
    { DRAResourceClaimDeviceStatus: false },
    '[DRADeviceBindingConditions is enabled, but depends on features that are disabled: [DRAResourceClaimDeviceStatus], ' +
      'DRAResourceClaimGranularStatusAuthorization is enabled, but depends on features that are disabled: [DRAResourceClaimDeviceStatus]]',
  ],
];

for (const [settings, message] of refused) {
  test(`refused: ${JSON.stringify(settings)}`, () => {
    assert.throws(() => featureGates(settings), { message });
  });
}

test('locked gates may be set to what they are', () => {
  assert.equal(featureGates({ SidecarContainers: true }).isOn('SidecarContainers'), true);
});

test('settings are read as from a flag', () => {
  assert.deepEqual(parseFeatureSettings(' AllAlpha = true ,B=F,,C=1'), { AllAlpha: true, B: false, C: true });
  assert.throws(() => parseFeatureSettings('A'), { message: 'missing bool value for A' });
  assert.throws(() => parseFeatureSettings('A=yes'), {
    message: 'invalid value of A=yes, err: strconv.ParseBool: parsing "yes": invalid syntax',
  });
  assert.throws(() => parseFeatureSettings('A'), FeatureGateError);
});

test('features need none that do not exist, and by default none that are off', () => {
  for (const [name, { needs = [], default: isOn }] of Object.entries(definitions)) {
    for (const need of needs) {
      assert.ok(definitions[need], `${name} needs ${need}`);
      if (isOn) assert.equal(definitions[need].default, true, `${name} needs ${need}`);
    }
  }
});
