import assert from 'node:assert/strict';
import { test } from 'node:test';
import { created, defaulted, problemsOf, problemsOfUpdate, writtenBy } from '../testing/judge.ts';
import { DeviceClass } from './device-class.ts';
import { ResourceSlice } from './resource-slice.ts';

const slice = (more: object): object => ({
  metadata: { name: 'gpus' },
  spec: { driver: 'gpu.example.com', nodeName: 'node-1', pool: { name: 'node-1', resourceSliceCount: 1 }, ...more },
});
const shared = { name: 'gpu-0', allowMultipleAllocations: true };

const slices: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'lists devices',
    slice({
      devices: [
        {
          name: 'gpu-0',
          attributes: { model: { string: 'x' }, 'example.com/version': { version: '1.2.3-rc.1+b' } },
          capacity: { memory: { value: '40Gi' } },
        },
      ],
    }),
    [],
  ],
  [
    'belongs to a driver and a pool',
    { metadata: { name: 'gpus' }, spec: {} },
    [
      'spec.driver: Required value',
      'spec.pool.name: Required value',
      'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
      'spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required',
    ],
  ],
  [
    'is for one node, some or all',
    slice({ nodeName: '', allNodes: false, perDeviceNodeSelection: false }),
    [
      'spec.nodeName: Invalid value: "": must be either unset or set to a non-empty string',
      'spec.allNodes: Invalid value: false: must be either unset or set to true',
      'spec.perDeviceNodeSelection: Invalid value: false: must be either unset or set to true',
      'spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required',
    ],
  ],
  [
    'is for nodes in one way only',
    slice({ allNodes: true, nodeSelector: { nodeSelectorTerms: [] } }),
    [
      'spec.nodeSelector.nodeSelectorTerms: Required value: must have at least one node selector term',
      'spec.nodeSelector.nodeSelectorTerms: Invalid value: []: must have exactly one node selector term',
      'spec: Invalid value: "{`nodeName`, `nodeSelector`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
    ],
  ],
  [
    'has devices with names of their own',
    slice({ devices: [{ name: 'a' }, { name: 'a' }, { name: 'A' }] }),
    [
      "spec.devices[2].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'spec.devices[1]: Duplicate value: "a"',
    ],
  ],
  [
    'has attributes with one value',
    slice({
      devices: [{ name: 'a', attributes: { x: {}, y: { int: 1, bool: true }, z: { version: '1' }, '/': { int: 1 }, 'a-b': { int: 2 } } }],
    }),
    [
      'spec.devices[0].attributes[x]: Invalid value: "": exactly one value must be specified',
      'spec.devices[0].attributes[y]: Invalid value: {"IntValue":1,"BoolValue":true,"StringValue":null,"VersionValue":null,"IntValues":null,"BoolValues":null,"StringValues":null,"VersionValues":null}: exactly one value must be specified',
      'spec.devices[0].attributes[z].version: Invalid value: "1": must be a string compatible with semver.org spec 2.0.0',
      'spec.devices[0].attributes: Invalid value: "": the domain must not be empty',
      'spec.devices[0].attributes: Invalid value: "": the name must not be empty',
      "spec.devices[0].attributes: Invalid value: \"a-b\": a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')",
    ],
  ],
  [
    'has devices on nodes of their own',
    slice({
      nodeName: undefined,
      perDeviceNodeSelection: true,
      devices: [{ name: 'a' }, { name: 'b', nodeName: 'n', allNodes: true }, { name: 'c', nodeName: '', allNodes: false }],
    }),
    [
      'spec.devices[0]: Required value: exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
      'spec.devices[1]: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
      'spec.devices[2].nodeName: Invalid value: "": must not be empty',
      'spec.devices[2].allNodes: Invalid value: false: must be either unset or set to true',
      'spec.devices[2]: Required value: exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
    ],
  ],
  [
    'says so when devices are',
    slice({ devices: [{ name: 'a', nodeName: 'n' }] }),
    [
      'spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
    ],
  ],
  [
    'has either devices or counters',
    slice({
      devices: [{ name: 'a' }],
      sharedCounters: [
        { name: '', counters: {} },
        { name: 'a', counters: { X: { value: '1' } } },
      ],
    }),
    [
      'spec: Invalid value: "": only one of `sharedCounters` or `devices` is allowed',
      'spec.sharedCounters[0].name: Required value',
      'spec.sharedCounters[0].counters: Required value',
      "spec.sharedCounters[1].counters: Invalid value: \"X\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'has devices that count on counters',
    slice({
      devices: [
        {
          name: 'a',
          consumesCounters: [
            { counterSet: 'x', counters: { m: { value: '1' } } },
            { counterSet: 'x', counters: {} },
          ],
        },
      ],
    }),
    ['spec.devices[0].consumesCounters[1].counters: Required value', 'spec.devices[0].consumesCounters[1]: Duplicate value: "x"'],
  ],
  [
    'has taints with effects',
    slice({
      devices: [
        {
          name: 'a',
          taints: [
            { key: '', effect: '' },
            { key: 'k', effect: 'Never', value: 'a b' },
          ],
        },
      ],
    }),
    [
      'spec.devices[0].taints[0].key: Invalid value: "": name part must be non-empty',
      "spec.devices[0].taints[0].key: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'spec.devices[0].taints[0].effect: Required value',
      "spec.devices[0].taints[1].value: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      'spec.devices[0].taints[1].effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "None"',
    ],
  ],
  [
    'shares what can be shared',
    slice({ devices: [{ name: 'a', capacity: { m: { value: '1', requestPolicy: { default: '1' } } } }] }),
    ['spec.devices[0].capacity[m].requestPolicy: Forbidden: allowMultipleAllocations must be true'],
  ],
  [
    'shares in amounts that exist',
    slice({
      devices: [
        {
          ...shared,
          capacity: {
            m: { value: '4', requestPolicy: { default: '3', validValues: ['2', '1', '8'] } },
            n: { value: '4', requestPolicy: { validValues: ['1'] } },
          },
        },
      ],
    }),
    [
      'spec.devices[0].capacity[m].requestPolicy.validValues[1]: Invalid value: "1": values must be sorted in ascending order',
      'spec.devices[0].capacity[m].requestPolicy.validValues[2]: Invalid value: "8": option is larger than capacity value: 4',
      'spec.devices[0].capacity[m].requestPolicy.validValues: Invalid value: "3": default value is not valid according to the requestPolicy',
      'spec.devices[0].capacity[n].requestPolicy.default: Required value: required when validValues is defined',
    ],
  ],
  [
    'shares in steps',
    slice({
      devices: [
        { ...shared, capacity: { m: { value: '10', requestPolicy: { default: '1', validRange: { min: '2', max: '20', step: '4' } } } } },
      ],
    }),
    [
      'spec.devices[0].capacity[m].requestPolicy.validRange.min: Invalid value: "1": default is less than min: 2',
      'spec.devices[0].capacity[m].requestPolicy.validRange.max: Invalid value: "20": max is larger than capacity value: 10',
      'spec.devices[0].capacity[m].requestPolicy.validRange.step: Invalid value: "1": value is not a multiple of a given step (4) from (2)',
      'spec.devices[0].capacity[m].requestPolicy.validRange.step: Invalid value: "20": value is not a multiple of a given step (4) from (2)',
    ],
  ],
  [
    'shares in one way',
    slice({
      devices: [
        { ...shared, capacity: { m: { value: '1', requestPolicy: { default: '1', validValues: ['1'], validRange: { min: '1' } } } } },
      ],
    }),
    [
      'spec.devices[0].capacity[m].requestPolicy: Forbidden: exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time',
    ],
  ],
];

for (const [what, object, problems] of slices) {
  test(`a resource slice ${what}`, () => {
    assert.deepEqual(problemsOf(ResourceSlice, object), problems);
  });
}

test('a resource slice stays with its driver, pool and node', () => {
  const next = slice({ driver: 'tpu.example.com', nodeName: 'node-2', pool: { name: 'node-2', resourceSliceCount: 1 } });
  assert.deepEqual(problemsOfUpdate(ResourceSlice, slice({}), next), [
    'spec.pool.name: Invalid value: "node-2": field is immutable',
    'spec.driver: Invalid value: "tpu.example.com": field is immutable',
    'spec.nodeName: Invalid value: "node-2": field is immutable',
  ]);
});

test('what a resource slice had before is not judged again, where upstream does not', () => {
  const tainted = (taints: readonly object[], more: object = {}): object => slice({ devices: [{ name: 'a', taints, ...more }] });
  const wrong = [{ key: '', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' }];
  assert.deepEqual(problemsOfUpdate(ResourceSlice, tainted(wrong), tainted(wrong, { nodeName: 'x' })), [
    'spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec',
  ]);
  const [problem] = problemsOfUpdate(ResourceSlice, tainted([]), tainted(wrong));
  assert.match(problem ?? '', /^spec\.devices\[0\]\.taints\[0\]\.key: /);
});

test('a resource slice that is moved says so before it says for which nodes it is', () => {
  assert.deepEqual(problemsOfUpdate(ResourceSlice, slice({}), slice({ driver: 'b.example.com', nodeName: '' })), [
    'spec.driver: Invalid value: "b.example.com": field is immutable',
    'spec.nodeName: Invalid value: "": field is immutable',
    'spec.nodeName: Invalid value: "": must be either unset or set to a non-empty string',
    'spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required',
  ]);
});

const everything = { ...writtenBy, gates: { isOn: () => true } };

test('devices take of nodes what there is, by what they have', () => {
  const mappings = {
    cpu: { allocationMultiplier: '0' },
    'a.b/c': { capacityKey: '' },
    memory: { capacityKey: 'vram' },
    pods: { capacityKey: 'n' },
  };
  const object = slice({ devices: [{ name: 'a', capacity: { n: { value: '1' } }, nodeAllocatableResourceMappings: mappings }] });
  const at = 'spec.devices[0].nodeAllocatableResourceMappings';
  assert.deepEqual(problemsOf(ResourceSlice, object, everything), [
    `${at}[cpu].allocationMultiplier: Invalid value: "0": must be positive`,
    `${at}[a.b/c]: Invalid value: "a.b/c": must be a node allocatable resource name`,
    `${at}[a.b/c].capacityKey: Invalid value: "": capacityKey must not be an empty string`,
    `${at}[memory].capacityKey: Not found: "vram"`,
  ]);
});

test('attributes may be lists, of which a slice holds fewer devices', () => {
  const device = (name: string, attributes: object): object => ({ name, attributes });
  const strings = Array.from({ length: 47 }, (_, index) => `s${index}`);
  const object = slice({
    devices: [device('a', { x: { strings: [...strings, 'y'.repeat(65)] }, v: { versions: ['1'] }, b: { bools: [true], int: 1 } })],
  });
  assert.deepEqual(problemsOf(ResourceSlice, object, everything), [
    'spec.devices[0]: Invalid value: 50: the total number of attribute values must not exceed 48',
    'spec.devices[0].attributes[x].strings[47]: Too long: may not be more than 64 bytes',
    'spec.devices[0].attributes[v].versions[0]: Invalid value: "1": must be a string compatible with semver.org spec 2.0.0',
    'spec.devices[0].attributes[b]: Invalid value: {"IntValue":1,"BoolValue":null,"StringValue":null,"VersionValue":null,"IntValues":null,"BoolValues":[true],"StringValues":null,"VersionValues":null}: exactly one value must be specified',
  ]);
  const many = Array.from({ length: 65 }, (_, index) => device(`d${index}`, { x: { ints: [1] } }));
  assert.deepEqual(problemsOf(ResourceSlice, slice({ devices: many }), everything), [
    'spec.devices: Too many: 65: must have at most 64 items',
  ]);
});

test('taints of devices carry the time they were added', () => {
  const { spec } = created(ResourceSlice, slice({ devices: [{ name: 'a', taints: [{ key: 'k', effect: 'NoSchedule' }] }] }));
  assert.equal(spec.devices?.[0]?.taints?.[0]?.timeAdded, '2026-01-02T03:04:05Z');
});

test('what a device takes of its node is multiplied by one, unless it says otherwise', () => {
  const mapped = slice({ devices: [{ name: 'a', nodeAllocatableResourceMappings: { cpu: {}, memory: { allocationMultiplier: '2' } } }] });
  const [device] = defaulted(ResourceSlice, mapped).spec.devices ?? [];
  assert.deepEqual(device?.nodeAllocatableResourceMappings, {
    cpu: { allocationMultiplier: '1' },
    memory: { allocationMultiplier: '2' },
  });
});

test('a device class configures devices, and may stand for an extended resource', () => {
  const problems = problemsOf(DeviceClass, {
    metadata: { name: 'gpu' },
    spec: { config: [{}], selectors: [{}], extendedResourceName: 'cpu' },
  });
  assert.deepEqual(problems, [
    'spec.selectors[0].cel: Required value',
    'spec.config[0].opaque: Required value',
    'spec.extendedResourceName: Invalid value: "cpu": must be a valid extended resource name',
  ]);
});

test('settings of a device class that were stored longer than they may be now can stay', () => {
  const deviceClass = (text: string, more: object = {}): object => ({
    metadata: { name: 'gpu' },
    spec: { config: [{ opaque: { driver: 'gpu.example.com', parameters: { text } } }], ...more },
  });
  const long = 'x'.repeat(11_000);
  assert.deepEqual(problemsOfUpdate(DeviceClass, deviceClass(long), deviceClass(long, { extendedResourceName: 'a.b/c' })), []);
  assert.deepEqual(problemsOfUpdate(DeviceClass, deviceClass(''), deviceClass(long)), [
    'spec.config[0].opaque.parameters: Too long: may not be more than 10240 bytes',
  ]);
});
