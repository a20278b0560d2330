import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { Service } from './index.ts';

const service = (spec: object, metadata: object = {}): object => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec: { ports: [{ port: 80 }], ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs nothing but a port', service({}), []],
  ['needs a port unless it is headless', service({ ports: [] }), ['spec.ports: Required value']],
  ['may be headless without ports', service({ clusterIP: 'None', ports: [] }), []],
  [
    'names its ports when there are several',
    service({ ports: [{ port: 80 }, { port: 81, name: 'b' }, { port: 82, name: 'b' }] }),
    ['spec.ports[0].name: Required value', 'spec.ports[2].name: Duplicate value: "b"'],
  ],
  [
    'has ports in range',
    service({ ports: [{ port: 0, protocol: 'ICMP', targetPort: 70000, appProtocol: 'a b' }] }),
    [
      'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
      'spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      "spec.ports[0].appProtocol: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  [
    'has each port once',
    service({
      ports: [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
    }),
    ['spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}'],
  ],
  [
    'is of a type',
    service({ type: 'Magic' }),
    ['spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
  ],
  [
    'has node ports only outside',
    service({ ports: [{ port: 80, nodePort: 30000 }] }),
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  [
    'has addresses that are some',
    service({ clusterIP: 'x', externalIPs: ['127.0.0.1', 'y'] }),
    [
      'spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      'spec.externalIPs[1]: Invalid value: "y": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
  ],
  [
    'selects by labels',
    service({ selector: { 'a b': 'c d' } }),
    [
      "spec.selector: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      "spec.selector: Invalid value: \"c d\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  ],
  [
    'sticks to clients or not',
    service({ sessionAffinity: 'Maybe' }),
    ['spec.sessionAffinity: Unsupported value: "Maybe": supported values: "ClientIP", "None"'],
  ],
  [
    'sticks for some time',
    service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 100000 } } }),
    ['spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 100000: must be greater than 0 and less than 86400'],
  ],
  ['points to an external name', service({ type: 'ExternalName', ports: [] }), ['spec.externalName: Required value']],
  [
    'points to an external name only',
    service({ type: 'ExternalName', externalName: 'a.b', clusterIP: '10.0.0.1', ports: [] }),
    ['spec.clusterIPs: Forbidden: may not be set for ExternalName services'],
  ],
  [
    'has families one of each',
    service({ ipFamilies: ['IPv4', 'IPv4', 'IPv5'] }),
    ['spec.ipFamilies[1]: Duplicate value: "IPv4"', 'spec.ipFamilies[2]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"'],
  ],
  [
    'knows traffic policies',
    service({ type: 'NodePort', externalTrafficPolicy: 'Far', internalTrafficPolicy: 'Near' }),
    [
      'spec.externalTrafficPolicy: Unsupported value: "Far": supported values: "Cluster", "Local"',
      'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
    ],
  ],
  [
    'limits sources of load balancers',
    service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['x'] }),
    ['spec.LoadBalancerSourceRanges[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  ],
  [
    'limits no other sources',
    service({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    ["spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"],
  ],
  [
    'has a class of load balancer only as one',
    service({ loadBalancerClass: 'a.b/c' }),
    ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
  ],
];

for (const [what, object, problems] of refused) {
  test(`Service: ${what}`, () => {
    assert.deepEqual(problemsOf(Service, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  [
    'adds a port is fine',
    service({}),
    service({
      ports: [
        { port: 80, name: 'a' },
        { port: 81, name: 'b' },
      ],
    }),
    [],
  ],
  [
    'moves to another address is not',
    service({ clusterIP: '10.0.0.1' }),
    service({ clusterIP: '10.0.0.2' }),
    ['spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set'],
  ],
  [
    'keeps addresses that were accepted once is fine',
    service({ type: 'LoadBalancer', externalIPs: ['010.0.0.1'], loadBalancerSourceRanges: [' 10.0.0.1/08'] }),
    service({ type: 'LoadBalancer', externalIPs: ['010.0.0.1'], loadBalancerSourceRanges: ['10.0.0.1/08 ', '10.0.0.2/08'] }),
    ['spec.LoadBalancerSourceRanges[1]: Invalid value: "10.0.0.2/08": must not have leading 0s in IP or prefix length'],
  ],
  [
    'keeps an address of none is not',
    service({ externalIPs: ['0.0.0.0', '0.0.0.1'] }),
    service({ externalIPs: ['0.0.0.0', '0.0.0.1'] }),
    ['spec.externalIPs[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)'],
  ],
  [
    'keeps an annotation that was accepted once is fine',
    service({ type: 'LoadBalancer' }, { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': 'x' } }),
    service({ type: 'LoadBalancer' }, { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': 'x' } }),
    [],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`Service: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(Service, previous, next), problems);
  });
}
