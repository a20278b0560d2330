import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, defaulted, problemsOf, problemsOfStatusUpdate, problemsOfUpdate, writtenBy } from '../testing/judge.ts';
import { ResourceClaim } from './resource-claim.ts';

const claim = (devices: object): object => ({ metadata: { name: 'gpu', namespace: 'default' }, spec: { devices } });
const request = (more: object): object => ({ name: 'gpu', exactly: { deviceClassName: 'gpu.example.com', ...more } });
const allocatable = claim({ requests: [{ name: 'one', firstAvailable: [{ name: 'big', deviceClassName: 'gpu.example.com' }] }] });
const result = { request: 'one/big', driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' };
const device = { driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0', conditions: [] };
const allocation = { devices: { results: [result], config: [] } };
const consumer = { resource: 'pods', name: 'web', uid: 'u1' };

const claims: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['asks for devices', claim({ requests: [request({})] }), []],
  ['may ask for nothing', claim({}), []],
  [
    'says what it asks for',
    claim({ requests: [{ name: 'a' }, { name: 'a', exactly: {}, firstAvailable: [{ name: 'b' }] }] }),
    [
      'spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required',
      'spec.devices.requests[1]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set',
      'spec.devices.requests[1]: Duplicate value: "a"',
    ],
  ],
  [
    'has alternatives with names',
    claim({
      requests: [
        {
          name: 'a',
          firstAvailable: [
            { name: 'b', deviceClassName: 'c' },
            { name: 'b', deviceClassName: '' },
          ],
        },
      ],
    }),
    [
      'spec.devices.requests[0].firstAvailable[1].deviceClassName: Required value',
      'spec.devices.requests[0].firstAvailable[1]: Duplicate value: "b"',
    ],
  ],
  [
    'asks for some number of devices',
    claim({ requests: [request({ count: -1 }), request({ allocationMode: 'All', count: 2 }), request({ allocationMode: 'Some' })] }),
    [
      'spec.devices.requests[0].exactly.count: Invalid value: -1: must be greater than zero',
      "spec.devices.requests[1].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'",
      'spec.devices.requests[2].exactly.allocationMode: Unsupported value: "Some": supported values: "All", "ExactCount"',
      'spec.devices.requests[1]: Duplicate value: "gpu"',
      'spec.devices.requests[2]: Duplicate value: "gpu"',
    ],
  ],
  [
    'tolerates taints',
    claim({
      requests: [
        request({
          tolerations: [
            { key: 'a b', operator: 'Exists', value: 'x' },
            { operator: 'In', effect: 'Never' },
          ],
        }),
      ],
    }),
    [
      "spec.devices.requests[0].exactly.tolerations[0].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'spec.devices.requests[0].exactly.tolerations[0].value: Invalid value: "x": must be empty for operator `Exists`',
      'spec.devices.requests[0].exactly.tolerations[1].operator: Unsupported value: "In": supported values: "Equal", "Exists"',
      'spec.devices.requests[0].exactly.tolerations[1].effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "None"',
    ],
  ],
  [
    'selects by expressions',
    claim({ requests: [request({ selectors: [{}, { cel: { expression: 'x'.repeat(20_000) } }] })] }),
    [
      'spec.devices.requests[0].exactly.selectors[0].cel: Required value',
      'spec.devices.requests[0].exactly.selectors[1].cel.expression: Too long: may not be more than 10240 bytes',
    ],
  ],
  [
    'constrains its own requests',
    claim({
      requests: [request({})],
      constraints: [
        { requests: ['gpu', 'tpu', 'gpu/x/y'], matchAttribute: 'model' },
        { requests: ['gpu', 'gpu'] },
        { matchAttribute: 'example.com/mo-del' },
      ],
    }),
    [
      'spec.devices.constraints[0].requests[1]: Invalid value: "tpu": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
      'spec.devices.constraints[0].requests[2]: Invalid value: "gpu/x/y": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
      'spec.devices.constraints[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash',
      'spec.devices.constraints[1].requests[1]: Duplicate value: "gpu"',
      'spec.devices.constraints[1]: Required value: exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set',
      "spec.devices.constraints[2].matchAttribute: Invalid value: \"mo-del\": a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')",
    ],
  ],
  [
    'configures drivers',
    claim({ config: [{}, { opaque: { driver: 'a b', parameters: 3 } }, { opaque: { driver: '', parameters: null } }] }),
    [
      'spec.devices.config[0].opaque: Required value',
      "spec.devices.config[1].opaque.driver: Invalid value: \"a b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'spec.devices.config[1].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
      'spec.devices.config[2].opaque.driver: Required value',
      'spec.devices.config[2].opaque.parameters: Required value',
    ],
  ],
  [
    'has so many requests',
    claim({ requests: Array.from({ length: 33 }, (_, index) => ({ name: `r${index}` })) }),
    ['spec.devices.requests: Too many: 33: must have at most 32 items'],
  ],
];

for (const [what, object, problems] of claims) {
  test(`a resource claim ${what}`, () => {
    assert.deepEqual(problemsOf(ResourceClaim, object), problems);
  });
}

const statuses: readonly (readonly [what: string, before: object, after: object, problems: readonly string[]])[] = [
  ['shows what was allocated', {}, { allocation, reservedFor: [consumer], devices: [device] }, []],
  [
    'is not reserved before that',
    {},
    { reservedFor: [consumer, consumer, { resource: '', name: '', uid: '' }] },
    [
      'status.reservedFor[2].resource: Required value',
      'status.reservedFor[2].name: Required value',
      'status.reservedFor[2].uid: Required value',
      'status.reservedFor[1]: Duplicate value: "u1"',
      'status.reservedFor: Forbidden: may not be specified when `allocated` is not set',
    ],
  ],
  [
    'keeps its allocation',
    { allocation },
    { allocation: { devices: { results: [{ ...result, device: 'gpu-1' }] } } },
    [
      'status.allocation: Invalid value: {"Devices":{"Results":[{"Request":"one/big","Driver":"gpu.example.com","Pool":"node-1","Device":"gpu-1","AdminAccess":null,"Tolerations":null,"BindingConditions":null,"BindingFailureConditions":null,"ShareID":null,"ConsumedCapacity":null}],"Config":null},"NodeSelector":null,"AllocationTimestamp":null}: field is immutable',
    ],
  ],
  [
    'names requests, drivers and pools',
    {},
    {
      allocation: {
        devices: { results: [{ request: 'two', driver: '', pool: '', device: 'a b', shareID: 'x' }], config: [{ source: 'Nowhere' }] },
      },
    },
    [
      'status.allocation.devices.results[0].request: Invalid value: "two": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
      'status.allocation.devices.results[0].driver: Required value',
      'status.allocation.devices.results[0].pool: Required value',
      "status.allocation.devices.results[0].device: Invalid value: \"a b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'status.allocation.devices.results[0].shareID: Invalid value: "x": error validating uid: invalid UUID length: 1',
      'status.allocation.devices.config[0].source: Unsupported value: "Nowhere": supported values: "FromClaim", "FromClass"',
      'status.allocation.devices.config[0].opaque: Required value',
    ],
  ],
  [
    'tells of allocated devices only',
    {},
    { allocation, devices: [{ ...device, device: 'gpu-1' }, device, device] },
    [
      'status.devices[0]: Invalid value: {"Driver":"gpu.example.com","Pool":"node-1","Device":"gpu-1","ShareID":""}: must be an allocated device in the claim',
      'status.devices[2]: Duplicate value: {"Driver":"gpu.example.com","Pool":"node-1","Device":"gpu-0","ShareID":""}',
    ],
  ],
  [
    'has addresses with prefixes',
    {},
    {
      allocation,
      devices: [
        { ...device, data: [], networkData: { ips: ['10.0.0.1', '10.0.0.1/24', '2001:0db8::1/64'], hardwareAddress: 'x'.repeat(129) } },
      ],
    },
    [
      'status.devices[0].data: Invalid value: "<value omitted>": must be a valid JSON object',
      'status.devices[0].networkData.hardwareAddress: Too long: may not be more than 128 bytes',
      'status.devices[0].networkData.ips[0]: Invalid value: "10.0.0.1": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
      'status.devices[0].networkData.ips[2]: Invalid value: "2001:0db8::1/64": must be in canonical form ("2001:db8::1/64")',
    ],
  ],
  [
    'binds by conditions in pairs',
    {},
    {
      allocation: {
        devices: {
          results: [
            { ...result, bindingConditions: ['ready', 'ready'] },
            { ...result, bindingFailureConditions: ['failed'] },
            { ...result, bindingConditions: ['a'], bindingFailureConditions: ['a'] },
          ],
        },
      },
    },
    [
      'status.allocation.devices.results[0].bindingConditions[1]: Duplicate value: "ready"',
      'status.allocation.devices.results[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions',
      'status.allocation.devices.results[1].bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions',
      'status.allocation.devices.results[2].bindingFailureConditions[0]: Invalid value: "a": bindingFailureConditions must not overlap with bindingConditions',
    ],
  ],
];

for (const [what, before, after, problems] of statuses) {
  test(`the status of a resource claim ${what}`, () => {
    assert.deepEqual(
      problemsOfStatusUpdate(ResourceClaim, { ...allocatable, status: before }, { ...allocatable, status: after }),
      problems,
    );
  });
}

test('a request is for one device unless it says otherwise', () => {
  const { spec } = defaulted(ResourceClaim, claim({ requests: [request({}), request({ allocationMode: 'All' })] }));
  assert.deepEqual(
    spec.devices?.requests?.map(({ exactly }) => [exactly?.allocationMode, exactly?.count]),
    [
      ['ExactCount', 1],
      ['All', undefined],
    ],
  );
});

test('what a resource claim asks for cannot be changed', () => {
  const next = claim({ requests: [{ name: 'gpu' }] });
  assert.deepEqual(problemsOfUpdate(ResourceClaim, claim({}), next), [
    'spec: Invalid value: {"Devices":{"Requests":[{"Name":"gpu","Exactly":null,"FirstAvailable":null}],"Constraints":null,"Config":null}}: field is immutable',
  ]);
});

test('what is said about devices goes with their allocation', () => {
  const before = defaulted(ResourceClaim, { ...claim({}), status: { allocation, devices: [device] } });
  const next = defaulted(ResourceClaim, { ...claim({}), status: { devices: [device] } });
  ResourceClaim.prepareStatusUpdate?.(next, before, writtenBy);
  assert.deepEqual(next.status, {});
});

const states: readonly (readonly [state: string, status: object, deletionTimestamp?: string])[] = [
  ['pending', {}],
  ['allocated', { allocation }],
  ['allocated,reserved', { allocation, reservedFor: [consumer] }],
  ['deleted', {}, '2026-01-02T03:04:05Z'],
  ['deleted,allocated', { allocation }, '2026-01-02T03:04:05Z'],
];
for (const [state, status, deletionTimestamp] of states) {
  test(`a resource claim is shown as ${state}`, () => {
    const shown = defaulted(ResourceClaim, { metadata: { name: 'gpu', deletionTimestamp }, spec: {}, status });
    assert.deepEqual(cellsOf(ResourceClaim, shown, 0), { State: state });
  });
}
