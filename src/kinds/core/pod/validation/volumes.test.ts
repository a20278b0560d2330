import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const pod = (spec: object, metadata: object = {}): object => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

const withVolume = (volume: object): object => pod({ volumes: [{ name: 'v', ...volume }] });

const accepted: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'volumes of the usual kinds',
    pod({
      volumes: [
        { name: 'a', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'b', configMap: { name: 'x' } },
        { name: 'c', secret: { secretName: 'y' } },
        { name: 'd', persistentVolumeClaim: { claimName: 'z' } },
        { name: 'e', hostPath: { path: '/tmp', type: 'Directory' } },
      ],
    }),
    [],
  ],
  [
    'a projected volume',
    pod({
      serviceAccountName: 'web',
      volumes: [
        {
          name: 'v',
          projected: {
            sources: [
              { serviceAccountToken: { path: 'token' } },
              { configMap: { name: 'ca' } },
              { downwardAPI: { items: [{ path: 'ns', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
            ],
          },
        },
      ],
    }),
    [],
  ],
  [
    'a claim that lives with the pod',
    withVolume({
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } },
    }),
    [],
  ],
  ['a volume without a source, which is an empty directory', withVolume({}), []],
];

for (const [what, object, problems] of accepted) {
  test(`accepts ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'two sources, of which the second makes too long a name',
    withVolume({ emptyDir: {}, iscsi: { targetPortal: 'p'.repeat(64), iqn: '', lun: 0, initiatorName: 'i' } }),
    [
      'spec.volumes[0].iscsi: Forbidden: may not specify more than 1 volume type',
      'spec.volumes[0].name: Invalid value: "v": Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
    ],
  ],
  [
    'paths that several sources project to',
    withVolume({
      projected: {
        sources: [
          {
            secret: {
              name: 's',
              items: [
                { key: 'a', path: 'x' },
                { key: 'b', path: 'x' },
                { key: '', path: 'y' },
              ],
            },
          },
        ],
      },
    }),
    [
      'spec.volumes[0].projected: Invalid value: "s": conflicting duplicate paths',
      'spec.volumes[0].projected.sources[0].secret.items[2].key: Required value',
    ],
  ],
  [
    'a volume without a name, and one twice',
    pod({ volumes: [{ emptyDir: {} }, { name: 'a', emptyDir: {} }, { name: 'a', emptyDir: {} }] }),
    ['spec.volumes[0].name: Required value', 'spec.volumes[2].name: Duplicate value: "a"'],
  ],
  [
    'a volume with two sources',
    withVolume({ emptyDir: {}, hostPath: { path: '/tmp' } }),
    ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a negative size',
    withVolume({ emptyDir: { sizeLimit: '-1' } }),
    ['spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity'],
  ],
  [
    'a host path that goes up',
    withVolume({ hostPath: { path: '/a/../b' } }),
    ['spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain \'..\''],
  ],
  [
    'an unknown host path type',
    withVolume({ hostPath: { path: '/a', type: 'Pipe' } }),
    [
      'spec.volumes[0].hostPath.type: Unsupported value: "Pipe": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    ],
  ],
  ['a secret without a name', withVolume({ secret: {} }), ['spec.volumes[0].secret.secretName: Required value']],
  [
    'file modes that are none',
    withVolume({ configMap: { name: 'a', defaultMode: 1000, items: [{ key: 'k', path: '/abs', mode: -1 }] } }),
    [
      'spec.volumes[0].configMap.defaultMode: Invalid value: 1000: must be a number between 0 and 0777 (octal), both inclusive',
      'spec.volumes[0].configMap.items[0].path: Invalid value: "/abs": must be a relative path',
      'spec.volumes[0].configMap.items[0].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive',
    ],
  ],
  [
    'items without key or path',
    withVolume({ configMap: { name: 'a', items: [{ key: '', path: '' }] } }),
    ['spec.volumes[0].configMap.items[0].key: Required value', 'spec.volumes[0].configMap.items[0].path: Required value'],
  ],
  [
    'a claim without a name',
    withVolume({ persistentVolumeClaim: {} }),
    ['spec.volumes[0].persistentVolumeClaim.claimName: Required value'],
  ],
  [
    'a file of the downward API from nowhere',
    withVolume({ downwardAPI: { items: [{ path: 'a' }] } }),
    ['spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required'],
  ],
  [
    'two projections to one path',
    withVolume({
      projected: {
        sources: [
          { configMap: { name: 'x', items: [{ key: 'k', path: 'a' }] } },
          { secret: { name: 'y', items: [{ key: 'k', path: 'a' }] } },
        ],
      },
    }),
    ['spec.volumes[0].projected: Invalid value: "y": conflicting duplicate paths'],
  ],
  [
    'a token that lives too shortly',
    withVolume({ projected: { sources: [{ serviceAccountToken: { path: 'a', expirationSeconds: 60 } }] } }),
    [
      'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
      'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
    ],
  ],
  [
    'a claim template that asks for nothing',
    withVolume({ ephemeral: { volumeClaimTemplate: { metadata: { name: 'x' }, spec: {} } } }),
    [
      'spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set',
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
    ],
  ],
  [
    'an nfs path that is relative',
    withVolume({ nfs: { server: 's', path: 'p' } }),
    ['spec.volumes[0].nfs.path: Invalid value: "p": must be an absolute path'],
  ],
  [
    'a driver name that is none',
    withVolume({ csi: { driver: 'No Driver' } }),
    [
      "spec.volumes[0].csi.driver: Invalid value: \"No Driver\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'an iscsi name that is none',
    withVolume({ iscsi: { targetPortal: 'p', iqn: 'iqn.2020', lun: 300 } }),
    [
      'spec.volumes[0].iscsi.iqn: Invalid value: "iqn.2020": must be valid format',
      'spec.volumes[0].iscsi.lun: Invalid value: 300: must be between 0 and 255, inclusive',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`refuses ${what}`, () => {
    assert.deepEqual(problemsOf(Pod, object), problems);
  });
}
