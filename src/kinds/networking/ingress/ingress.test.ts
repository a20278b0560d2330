import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../testing/judge.ts';
import { Ingress } from './index.ts';

const backend = { service: { name: 'web', port: { number: 80 } } };
const ingress = (spec: object, annotations: Record<string, string> = {}): object => ({
  metadata: { name: 'web', namespace: 'default', annotations },
  spec,
});
const withPath = (path: object): object =>
  ingress({ rules: [{ host: 'a.b', http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...path }] } }] });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['has a default backend', ingress({ defaultBackend: backend }), []],
  ['has rules', withPath({}), []],
  ['has something to do', ingress({}), ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified']],
  [
    'has hosts that are names',
    ingress({ rules: [{ host: '1.2.3.4' }, { host: 'A.b' }, { host: 'a.*.b' }] }),
    [
      'spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address',
      "spec.rules[1].host: Invalid value: \"A.b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      "spec.rules[2].host: Invalid value: \"a.*.b\": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  ['has paths', ingress({ rules: [{ http: { paths: [] } }] }), ['spec.rules[0].http.paths: Required value']],
  [
    'knows how to compare paths',
    withPath({ pathType: 'Regex' }),
    ['spec.rules[0].http.paths[0].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"'],
  ],
  [
    'must say how to compare paths',
    withPath({ pathType: undefined }),
    ['spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'],
  ],
  [
    'has clear paths',
    withPath({ path: 'x//y/./z/..' }),
    [
      'spec.rules[0].http.paths[0].path: Invalid value: "x//y/./z/..": must be an absolute path',
      'spec.rules[0].http.paths[0].path: Invalid value: "x//y/./z/..": must not contain \'//\'',
      'spec.rules[0].http.paths[0].path: Invalid value: "x//y/./z/..": must not contain \'/./\'',
      'spec.rules[0].http.paths[0].path: Invalid value: "x//y/./z/..": cannot end with \'/..\'',
    ],
  ],
  [
    'sends to one backend',
    withPath({ backend: { ...backend, resource: { kind: 'A', name: 'b' } } }),
    ['spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both resource and service backends'],
  ],
  [
    'sends to some backend',
    withPath({ backend: {} }),
    ['spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required'],
  ],
  [
    'sends to one port',
    withPath({ backend: { service: { name: 'Web', port: { name: 'http', number: 80 } } } }),
    [
      "spec.rules[0].http.paths[0].backend.service.name: Invalid value: \"Web\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both port name & port number',
    ],
  ],
  [
    'sends to some port',
    withPath({ backend: { service: { name: 'web' } } }),
    ['spec.rules[0].http.paths[0].backend: Required value: port name or number is required'],
  ],
  [
    'has secrets and hosts of TLS',
    ingress({ defaultBackend: backend, tls: [{ hosts: ['*.a.b', 'A'], secretName: 'A' }] }),
    [
      "spec.tls[0].hosts[1]: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      "spec.tls[0].secretName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'says its class once',
    ingress({ defaultBackend: backend, ingressClassName: 'a' }, { 'kubernetes.io/ingress.class': 'b' }),
    ['annotations.kubernetes.io/ingress.class: Invalid value: "b": must match `ingressClassName` when both are specified'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`Ingress: ${what}`, () => {
    assert.deepEqual(problemsOf(Ingress, object), problems);
  });
}
