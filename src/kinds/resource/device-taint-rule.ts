import type { Field, FieldErrors } from '../../model/field.ts';
import { anotherVersion } from '../another-version.ts';
import { ageColumn, since } from '../columns.ts';
import { validateConditions } from '../condition-validation.ts';
import { allInvalid, validateChoice, validateDnsLabel } from '../field-checks.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { typeInVersion } from '../type-in-version.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { validateLabelKey } from '../../model/label-validation.ts';
import { Condition } from '../../model/meta.ts';
import { checkLabelValue } from '../../model/names.ts';
import { always, defineType, list, object, required, string, type Infer } from '../../model/schema.ts';
import { DeviceTaint } from './device.ts';
import { deviceTaintEffects } from './device-validation.ts';
import { validateDriverName, validatePoolName } from './names-validation.ts';

const version = 'v1alpha3';

export const DeviceTaintSelector = defineType(
  'io.k8s.api.resource.v1alpha3.DeviceTaintSelector',
  'Which devices; what is left out may be any.',
  {
    driver: string(2, 'Devices of this driver.'),
    pool: string(3, 'Devices of this pool.'),
    device: string(4, 'The device of this name.'),
  },
);

export interface DeviceTaintSelector extends Infer<typeof DeviceTaintSelector> {}

export const DeviceTaintRuleSpec = defineType('io.k8s.api.resource.v1alpha3.DeviceTaintRuleSpec', 'Which devices get which taint.', {
  deviceSelector: object(1, DeviceTaintSelector, 'The devices that are meant: all for an empty one, none unless given.'),
  taint: required(object(2, typeInVersion<DeviceTaint>(DeviceTaint, { version }), 'The taint that they get.')),
});

export interface DeviceTaintRuleSpec extends Infer<typeof DeviceTaintRuleSpec> {}

export const DeviceTaintRuleStatus = defineType('io.k8s.api.resource.v1alpha3.DeviceTaintRuleStatus', 'What has come of the rule.', {
  conditions: list(1, Condition, 'What is known, by type.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface DeviceTaintRuleStatus extends Infer<typeof DeviceTaintRuleStatus> {}

export interface DeviceTaintRule extends KubeObject {
  spec: DeviceTaintRuleSpec;
  status: DeviceTaintRuleStatus;
}

export const DeviceTaintRule: Kind<DeviceTaintRule> = defineKind({
  group: 'resource.k8s.io',
  version,
  kind: 'DeviceTaintRule',
  plural: 'devicetaintrules',
  scope: 'Cluster',
  subresources: ['status'],
  lifecycle: { deprecated: '1.36', removed: '1.39' },
  schema: 'io.k8s.api.resource.v1alpha3.DeviceTaintRule',
  description: 'Puts a taint on devices, whatever their driver says of them.',
  fields: {
    spec: required(object(2, DeviceTaintRuleSpec, 'What is wanted.')),
    status: always(object(3, DeviceTaintRuleStatus, 'What is the case, as those who see to it report it.')),
  },
  countsGenerations: true,
  resetFields: { status: ['metadata', 'spec'] },
  prepareCreate({ spec: { taint } }, { nowTimestamp }) {
    taint.timeAdded ??= nowTimestamp;
  },
  prepareUpdate({ spec: { taint } }, { spec: { taint: previous } }, { nowTimestamp }) {
    taint.timeAdded ??= nowTimestamp;
    // From when on it has this effect, unless somebody says otherwise.
    if (taint.effect !== previous.effect && taint.timeAdded === previous.timeAdded) taint.timeAdded = nowTimestamp;
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validateCreate: ({ spec }, field) => validateSpec(spec, undefined, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateSpec(spec, previous.spec, field.at('spec')),
  *validateStatusUpdate({ status: { conditions = [] } }, _previous, field) {
    const at = field.at('status', 'conditions');
    yield* validateConditions(conditions, at);
    if (conditions.length > mostConditions) yield at.tooMany(conditions.length, mostConditions);
  },
  columns: [
    { name: 'Key', description: 'Key of the taint.', value: ({ spec }) => spec.taint.key },
    { name: 'Value', description: 'Value of the taint.', value: ({ spec }) => spec.taint.value ?? '' },
    { name: 'Effect', description: 'What the taint does.', value: ({ spec }) => spec.taint.effect },
    {
      name: 'TimeAdded',
      description: 'How long the taint has been there.',
      value: ({ spec }, nowMs) => (spec.taint.timeAdded ? since(spec.taint.timeAdded, nowMs) : ''),
    },
    ageColumn,
  ],
});

/** `resource.k8s.io/v1beta2` */
export const DeviceTaintRuleBeta: Kind<DeviceTaintRule> = anotherVersion(DeviceTaintRule, {
  version: 'v1beta2',
  lifecycle: { deprecated: '1.39', removed: '1.42' },
});

const mostConditions = 8;

function* validateSpec(spec: DeviceTaintRuleSpec, previous: DeviceTaintRuleSpec | undefined, field: Field): FieldErrors {
  const { driver, pool, device } = spec.deviceSelector ?? {};
  const at = field.at('deviceSelector');
  if (driver !== undefined) yield* validateDriverName(driver, at.at('driver'));
  if (pool !== undefined) yield* validatePoolName(pool, at.at('pool'));
  if (device !== undefined) yield* validateDnsLabel(device, at.at('device'));
  const { key, value, effect } = spec.taint;
  yield* validateLabelKey(key, field.at('taint', 'key'));
  if (value) yield* allInvalid(value, checkLabelValue(value), field.at('taint', 'value'));
  if (effect !== previous?.taint.effect) yield* validateChoice(effect, deviceTaintEffects, field.at('taint', 'effect'));
}
