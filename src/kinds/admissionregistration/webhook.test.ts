import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { ValidatingWebhookConfiguration } from './validating-webhook-configuration.ts';

const webhook = (more: object): object => ({
  metadata: { name: 'hooks' },
  webhooks: [
    {
      name: 'a.b.c',
      clientConfig: { url: 'https://example.com/hook' },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      ...more,
    },
  ],
});
const withRule = (rule: object): object =>
  webhook({ rules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], ...rule }] });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['calls a URL', webhook({}), []],
  ['calls a service', webhook({ clientConfig: { service: { namespace: 'n', name: 's', path: '/a/b' } } }), []],
  [
    'calls something',
    webhook({ clientConfig: {} }),
    ['webhooks[0].clientConfig: Required value: exactly one of url or service is required'],
  ],
  [
    'calls over TLS without secrets in the URL',
    webhook({ clientConfig: { url: 'http://me@example.com/a?b#c' } }),
    [
      'webhooks[0].clientConfig.url: Invalid value: "http": \'https\' is the only allowed URL scheme; desired format: https://host[/path]',
      'webhooks[0].clientConfig.url: Invalid value: "me": user information is not permitted in the URL',
      'webhooks[0].clientConfig.url: Invalid value: "c": fragments are not permitted in the URL',
      'webhooks[0].clientConfig.url: Invalid value: "b": query parameters are not permitted in the URL',
    ],
  ],
  [
    'calls a host',
    webhook({ clientConfig: { url: '/just/a/path' } }),
    [
      'webhooks[0].clientConfig.url: Invalid value: "": \'https\' is the only allowed URL scheme; desired format: https://host[/path]',
      'webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]',
    ],
  ],
  [
    'calls a port of a service at a path',
    webhook({ clientConfig: { service: { namespace: '', name: '', path: 'a//B', port: 70000 } } }),
    [
      'webhooks[0].clientConfig.service.name: Required value',
      'webhooks[0].clientConfig.service.namespace: Required value',
      'webhooks[0].clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive',
      'webhooks[0].clientConfig.service.path: Invalid value: "a//B": must start with a \'/\'',
      'webhooks[0].clientConfig.service.path: Invalid value: "a//B": segment[0] may not be empty',
      'webhooks[0].clientConfig.service.path: Invalid value: "a//B": segment[1] may not be empty',
      "webhooks[0].clientConfig.service.path: Invalid value: \"a//B\": segment[2]: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'has a name with a domain',
    webhook({ name: 'a' }),
    ['webhooks[0].name: Invalid value: "a": should be a domain with at least three segments separated by dots'],
  ],
  [
    'tells its side effects',
    webhook({ sideEffects: 'Some' }),
    ['webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"'],
  ],
  [
    'takes some time only',
    webhook({ timeoutSeconds: 31 }),
    ['webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds'],
  ],
  [
    'speaks a version',
    webhook({ admissionReviewVersions: ['v7', 'v7', 'V'] }),
    [
      'webhooks[0].admissionReviewVersions[1]: Invalid value: "v7": duplicate version',
      "webhooks[0].admissionReviewVersions[2]: Invalid value: \"V\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      'webhooks[0].admissionReviewVersions: Invalid value: ["v7","v7","V"]: must include at least one of v1, v1beta1',
    ],
  ],
  [
    'applies to operations, groups, versions and resources',
    withRule({ operations: [], apiGroups: [], apiVersions: [''], resources: [] }),
    [
      'webhooks[0].rules[0].operations: Required value',
      'webhooks[0].rules[0].apiGroups: Required value',
      'webhooks[0].rules[0].apiVersions[0]: Required value',
      'webhooks[0].rules[0].resources: Required value',
    ],
  ],
  [
    'applies to all or to some',
    withRule({ operations: ['*', 'CREATE'], apiGroups: ['*', 'a'], resources: ['*', 'pods'] }),
    [
      'webhooks[0].rules[0].operations: Invalid value: ["*","CREATE"]: if \'*\' is present, must not specify other operations',
      'webhooks[0].rules[0].apiGroups: Invalid value: ["*","a"]: if \'*\' is present, must not specify other API groups',
      'webhooks[0].rules[0].resources: Invalid value: ["*","pods"]: if \'*\' is present, must not specify other resources without subresources',
    ],
  ],
  [
    'has wildcards that leave nothing superfluous',
    withRule({ resources: ['pods/*', 'pods/status', '*/scale', 'deployments/scale'] }),
    [
      'webhooks[0].rules[0].resources[1]: Invalid value: "pods/status": if \'pods/*\' is present, must not specify pods/status',
      'webhooks[0].rules[0].resources[3]: Invalid value: "deployments/scale": if \'*/scale\' is present, must not specify deployments/scale',
    ],
  ],
  [
    'applies to a scope',
    withRule({ scope: 'Galaxy' }),
    ['webhooks[0].rules[0].scope: Unsupported value: "Galaxy": supported values: "*", "Cluster", "Namespaced"'],
  ],
  [
    'has conditions with names',
    webhook({
      matchConditions: [
        { name: '', expression: ' ' },
        { name: 'a', expression: 'true' },
        { name: 'a', expression: 'true' },
      ],
    }),
    [
      'webhooks[0].matchConditions[0].expression: Required value',
      'webhooks[0].matchConditions[0].name: Required value',
      'webhooks[0].matchConditions[2].name: Duplicate value: "a"',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`ValidatingWebhookConfiguration: ${what}`, () => {
    assert.deepEqual(problemsOf(ValidatingWebhookConfiguration, object), problems);
  });
}
