import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import type { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { CSINode } from '../../kinds/storage/csi-node.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { User } from '../../model/request.ts';
import { allow, noOpinion } from '../authorization/decision.ts';
import { nodeRestriction } from './node-restriction.ts';
import type { AdmissionRequest } from './plugin.ts';
import { admissionRequest, admit, readerOf, refusal, stored } from './testing/admission-request.ts';

const user: User = { name: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] };
const plugin = nodeRestriction({ authorizers: [() => noOpinion()] });

const owner = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'uid-of-n1', controller: true };
const mirrored = { 'kubernetes.io/config.mirror': 'hash' };

interface PodParts {
  readonly name?: string;
  readonly spec?: Partial<Pod['spec']>;
  readonly status?: Partial<Pod['status']>;
  readonly metadata?: Partial<Pod['metadata']>;
}

const pod = ({ name = 'web', spec, status, metadata }: PodParts = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...stored(name, 'shop'), ...metadata },
  spec: { containers: [], nodeName: 'n1', ...spec },
  status: { ...status },
});
const mirror = ({ metadata, ...parts }: PodParts = {}) =>
  pod({ ...parts, metadata: { annotations: mirrored, ownerReferences: [owner], ...metadata } });
const node = (parts: { metadata?: Partial<Node['metadata']>; spec?: Node['spec'] } = {}, name = 'n1'): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { ...stored(name), ...parts.metadata },
  spec: { ...parts.spec },
  status: {},
});

const reader = readerOf(node(), node({}, 'n2'), pod(), pod({ name: 'other', spec: { nodeName: 'n2' } }));
const ask = (kind: Kind, given: Partial<AdmissionRequest>) => admissionRequest(kind, { user, ...given });

interface Case {
  readonly what: string;
  readonly kind: Kind;
  readonly given: Partial<AdmissionRequest>;
  /** Absent when it may. */
  readonly refused?: string;
}

const create = (what: string, object: Pod, refused?: string): Case => ({
  what: `create a pod: ${what}`,
  kind: Pod,
  given: { object },
  ...(refused && { refused: `pods "web" is forbidden: ${refused}` }),
});
const status = (what: string, [oldObject, object]: readonly [Pod, Pod], refused?: string): Case => ({
  what: `write the status of a pod: ${what}`,
  kind: Pod,
  given: { operation: 'UPDATE', subresource: 'status', object, oldObject },
  ...(refused && { refused: `pods "web" is forbidden: ${refused}` }),
});
const references = (what: string, spec: Partial<Pod['spec']>): Case =>
  create(`that refers to ${what}`, mirror({ spec }), `node "n1" can not create pods that reference ${what}`);
const volume = (what: string, source: object): Case => references(what, { volumes: [{ name: 'v', ...source }] });
const projected = (what: string, source: object): Case => volume(what, { projected: { sources: [source] } });

const podCases: readonly Case[] = [
  create('a mirror of its own', mirror()),
  create(
    'no mirror',
    pod({ metadata: { ownerReferences: [owner] } }),
    'pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
  ),
  create('on another node', mirror({ spec: { nodeName: 'n2' } }), 'node "n1" can only create pods with spec.nodeName set to itself'),
  create(
    'of nobody',
    mirror({ metadata: { ownerReferences: [] } }),
    'node "n1" can only create pods with an owner reference set to itself',
  ),
  create(
    'of two',
    mirror({ metadata: { ownerReferences: [owner, owner] } }),
    'node "n1" can only create pods with a single owner reference set to itself',
  ),
  ...[{ apiVersion: 'v2' }, { kind: 'Pod' }, { name: 'n2' }].map((wrong) =>
    create(
      `of another owner: ${JSON.stringify(wrong)}`,
      mirror({ metadata: { ownerReferences: [{ ...owner, ...wrong }] } }),
      'node "n1" can only create pods with an owner reference set to itself',
    ),
  ),
  create(
    'not controlled',
    mirror({ metadata: { ownerReferences: [{ ...owner, controller: false }] } }),
    'node "n1" can only create pods with a controller owner reference set to itself',
  ),
  create(
    'that holds up its owner',
    mirror({ metadata: { ownerReferences: [{ ...owner, blockOwnerDeletion: true }] } }),
    'node "n1" must not set blockOwnerDeletion on an owner reference',
  ),
  create(
    'of a node that was there before',
    mirror({ metadata: { ownerReferences: [{ ...owner, uid: 'old' }] } }),
    'node n1 UID mismatch: expected old got uid-of-n1',
  ),
  references('serviceaccounts', { serviceAccountName: 'default' }),
  references('secrets', { imagePullSecrets: [{ name: 'pull' }] }),
  references('configmaps', { containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'env' } }] }] }),
  references('resourceclaims', { resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] }),
  volume('secrets', { secret: { secretName: 's' } }),
  volume('configmaps', { configMap: { name: 'c' } }),
  volume('csidrivers (via CSI volumes)', { csi: { driver: 'd' } }),
  volume('endpoints (via glusterFS volumes)', { glusterfs: { endpoints: 'e', path: 'p' } }),
  volume('persistentvolumeclaims', { persistentVolumeClaim: { claimName: 'c' } }),
  volume('persistentvolumeclaims (via ephemeral volumes)', { ephemeral: {} }),
  projected('serviceaccounts (via projected volumes)', { serviceAccountToken: { path: 'token' } }),
  projected('clustertrustbundles', { clusterTrustBundle: { path: 'ca' } }),
  projected('podcertificates', { podCertificate: { signerName: 's', keyType: 'ED25519' } }),
  create(
    'with what is on the node and about itself',
    mirror({
      spec: {
        volumes: [
          { name: 'a', hostPath: { path: '/' } },
          { name: 'b', emptyDir: {} },
          { name: 'c', projected: { sources: [{ downwardAPI: { items: [] } }] } },
        ],
      },
    }),
  ),

  status('its own', [pod(), pod({ status: { phase: 'Running' } })]),
  status(
    'of another node',
    [pod({ spec: { nodeName: 'n2' } }), pod()],
    'node "n1" can only update pod status for pods with spec.nodeName set to itself',
  ),
  status('with other labels', [pod(), pod({ metadata: { labels: { app: 'x' } } })], 'node "n1" cannot update labels through pod status'),
  status(
    'with other claims',
    [pod(), pod({ status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'gpu-x' }] } })],
    'node "n1" cannot update resource claim statues',
  ),
  status(
    'with another claim for extended resources',
    [pod(), pod({ status: { extendedResourceClaimStatus: { resourceClaimName: 'x', requestMappings: [] } } })],
    'node "n1" cannot update extended resource claim status',
  ),

  { what: 'delete its pod', kind: Pod, given: { operation: 'DELETE', oldObject: pod() } },
  {
    what: "delete another's pod",
    kind: Pod,
    given: { operation: 'DELETE', oldObject: pod({ spec: { nodeName: 'n2' } }) },
    refused: 'pods "web" is forbidden: node "n1" can only delete pods with spec.nodeName set to itself',
  },
  {
    what: 'change a pod',
    kind: Pod,
    given: { operation: 'UPDATE', object: pod(), oldObject: pod() },
    refused: 'pods "web" is forbidden: unexpected operation "UPDATE", node "n1" can only create and delete mirror pods',
  },
  {
    what: 'bind a pod',
    kind: Pod,
    given: { subresource: 'binding', object: pod() },
    refused: `pods "web" is forbidden: unexpected pod subresource "binding", only 'status' and 'eviction' are allowed`,
  },
  { what: 'evict its pod', kind: Pod, given: { subresource: 'eviction', name: 'web' } },
  {
    what: "evict another's pod",
    kind: Pod,
    given: { subresource: 'eviction', name: 'other' },
    refused: 'pods "other" is forbidden: node n1 can only evict pods with spec.nodeName set to itself',
  },
  { what: 'evict a pod that is not there', kind: Pod, given: { subresource: 'eviction', name: 'gone' }, refused: 'pod "gone" not found' },
];

const taint = { key: 'k', effect: 'NoSchedule' } as const;
const configSource = { configMap: { name: 'c', namespace: 'n', kubeletConfigKey: 'k' } };
const change = (what: string, [oldObject, object]: readonly [Node, Node], refused?: string): Case => ({
  what: `change its node: ${what}`,
  kind: Node,
  given: { operation: 'UPDATE', object, oldObject },
  ...(refused && { refused: `nodes "n1" is forbidden: ${refused}` }),
});

const nodeCases: readonly Case[] = [
  { what: 'register', kind: Node, given: { object: node({ metadata: { labels: { 'kubernetes.io/hostname': 'n1', x: 'y' } } }) } },
  {
    what: 'register with labels that steer',
    kind: Node,
    given: { object: node({ metadata: { labels: { 'node-restriction.kubernetes.io/b': '', 'k8s.io/a': '' } } }) },
    refused: 'nodes "n1" is forbidden: node "n1" is not allowed to set the following labels: k8s.io/a, node-restriction.kubernetes.io/b',
  },
  { what: 'register with taints', kind: Node, given: { object: node({ spec: { taints: [taint] } }) } },
  {
    what: 'register with a configuration from elsewhere',
    kind: Node,
    given: { object: node({ spec: { configSource } }) },
    refused: 'nodes "n1" is forbidden: node "n1" is not allowed to create pods with a non-nil configSource',
  },
  {
    what: 'register another node',
    kind: Node,
    given: { object: node({}, 'n2') },
    refused: 'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  },
  {
    what: 'delete another node',
    kind: Node,
    given: { operation: 'DELETE', oldObject: node({}, 'n2') },
    refused: 'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  },
  { what: 'delete its node', kind: Node, given: { operation: 'DELETE', oldObject: node() } },
  change('nothing', [node(), node({ spec: { taints: [] } })]),
  change('labels it knows', [node(), node({ metadata: { labels: { 'kubernetes.io/os': 'linux' } } })]),
  change(
    'labels that steer',
    [node({ metadata: { labels: { 'node-role.kubernetes.io/x': '' } } }), node()],
    'is not allowed to modify labels: node-role.kubernetes.io/x',
  ),
  change('taints', [node({ spec: { taints: [taint] } }), node()], 'node "n1" is not allowed to modify taints'),
  change('owners', [node(), node({ metadata: { ownerReferences: [owner] } })], 'node "n1" is not allowed to modify ownerReferences'),
  change('a configuration it has', [node({ spec: { configSource } }), node({ spec: { configSource } })]),
  change('a configuration that it drops', [node({ spec: { configSource } }), node()]),
  change(
    'a new configuration',
    [node(), node({ spec: { configSource } })],
    'node "n1" is not allowed to update configSource to a new non-nil configSource',
  ),
];

const claim = (claimStatus: PersistentVolumeClaim['status'] = {}, labels: Record<string, string> = {}): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { ...stored('data', 'shop'), labels },
  spec: { volumeName: 'pv' },
  status: claimStatus,
});

const lease = (name: string): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: stored(name, 'kube-node-lease'),
  spec: {},
});
const csiNode = (name: string): CSINode => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  metadata: stored(name),
  spec: { drivers: [] },
});
const slice = (nodeName: string | undefined): ResourceSlice => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: stored('slice'),
  spec: { driver: 'd', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, ...(nodeName !== undefined && { nodeName }) },
});
const leaseName = 'can only access node lease with the same name as the requesting node';
const csiName = 'can only access CSINode with the same name as the requesting node';

const otherCases: readonly Case[] = [
  {
    what: 'tell the size of a claim',
    kind: PersistentVolumeClaim,
    given: {
      operation: 'UPDATE',
      subresource: 'status',
      oldObject: claim({ phase: 'Bound', capacity: { storage: '1Gi' } }),
      object: claim({ phase: 'Bound', capacity: { storage: '2Gi' }, conditions: [], allocatedResources: { storage: '2Gi' } }),
    },
  },
  {
    what: 'change a claim',
    kind: PersistentVolumeClaim,
    given: { operation: 'UPDATE', object: claim(), oldObject: claim() },
    refused: 'persistentvolumeclaims "data" is forbidden: may only update PVC status',
  },
  { what: 'take its lease', kind: Lease, given: { object: lease('n1'), namespace: 'kube-node-lease', name: '' } },
  {
    what: 'renew its lease',
    kind: Lease,
    given: { operation: 'UPDATE', object: lease('n1'), oldObject: lease('n1'), namespace: 'kube-node-lease' },
  },
  {
    what: "take another's lease",
    kind: Lease,
    given: { object: lease('n2'), namespace: 'kube-node-lease' },
    refused: `leases.coordination.k8s.io "n2" is forbidden: ${leaseName}`,
  },
  {
    what: 'take a lease elsewhere',
    kind: Lease,
    given: { object: lease('n1'), namespace: 'kube-system' },
    refused: 'leases.coordination.k8s.io "n1" is forbidden: can only access leases in the "kube-node-lease" system namespace',
  },
  {
    what: "delete another's lease",
    kind: Lease,
    given: { operation: 'DELETE', oldObject: lease('n2'), namespace: 'kube-node-lease' },
    refused: `leases.coordination.k8s.io "n2" is forbidden: ${leaseName}`,
  },
  { what: 'create its CSINode', kind: CSINode, given: { object: csiNode('n1') } },
  {
    what: "create another's CSINode",
    kind: CSINode,
    given: { object: csiNode('n2') },
    refused: `csinodes.storage.k8s.io "n2" is forbidden: ${csiName}`,
  },
  {
    what: "delete another's CSINode",
    kind: CSINode,
    given: { operation: 'DELETE', oldObject: csiNode('n2') },
    refused: `csinodes.storage.k8s.io "n2" is forbidden: ${csiName}`,
  },
  { what: 'publish its devices', kind: ResourceSlice, given: { object: slice('n1') } },
  ...['n2', undefined].flatMap((name): Case[] => [
    {
      what: `publish devices of ${name ?? 'no node'}`,
      kind: ResourceSlice,
      given: { object: slice(name) },
      refused:
        'resourceslices.resource.k8s.io "slice" is forbidden: can only create ResourceSlice with the same NodeName as the requesting node',
    },
    {
      what: `delete devices of ${name ?? 'no node'}`,
      kind: ResourceSlice,
      given: { operation: 'DELETE', oldObject: slice(name) },
      refused:
        'resourceslices.resource.k8s.io "slice" is forbidden: can only delete ResourceSlice with the same NodeName as the requesting node',
    },
  ]),
  { what: 'delete its devices', kind: ResourceSlice, given: { operation: 'DELETE', oldObject: slice('n1') } },
  { what: 'anything with what it has no rules for', kind: ConfigMap, given: { object: pod() } },
];

describe('what a node may do', () => {
  for (const { what, kind, given, refused } of [...podCases, ...nodeCases, ...otherCases]) {
    test(refused ? `it may not ${what}` : `it may ${what}`, async () => {
      if (refused === undefined) await admit(plugin, ask(kind, given), reader);
      else assert.equal(await refusal(plugin, ask(kind, given), reader), refused);
    });
  }
});

test('whoever is no node is not asked', async () => {
  const root: User = { name: 'system:node:n1', groups: ['system:masters'] };
  await admit(plugin, admissionRequest(Pod, { user: root, object: pod() }), reader);
});

test('a node without a name may do nothing', async () => {
  for (const name of ['system:node:', 'n1']) {
    const request = admissionRequest(ConfigMap, { user: { name, groups: ['system:nodes'] }, object: pod() });
    assert.equal(await refusal(plugin, request), `configmaps "web" is forbidden: could not determine node from user "${name}"`);
  }
});

test('a node that is not there creates no mirror pods', async () => {
  assert.equal(await refusal(plugin, ask(Pod, { object: mirror() }), readerOf()), 'node "n1" not found');
});

test('a node changes nothing of a claim but its size', async () => {
  const given = { operation: 'UPDATE', subresource: 'status', oldObject: claim() } as const;
  const begin =
    'persistentvolumeclaims "data" is forbidden: node "n1" is not allowed to update fields other than status.quantity and status.conditions: ';
  for (const object of [claim({}, { app: 'x' }), claim({ phase: 'Bound' })]) {
    const message = await refusal(plugin, ask(PersistentVolumeClaim, { ...given, object }));
    assert(message.startsWith(begin), message);
    assert.match(message, /\n\+.*"(app|phase)"/);
  }
});

describe('tokens for nodes', () => {
  const driver = (name: string, audience: string): CSIDriver => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: stored(name),
    spec: { tokenRequests: [{ audience }] },
  });
  const volumeOf = (name: string): PersistentVolume => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: stored(name),
    spec: { csi: { driver: 'by-claim', volumeHandle: 'h' } },
    status: {},
  });
  const source = (audience: string) => ({ projected: { sources: [{ serviceAccountToken: { path: 'token', audience } }] } });
  const reading = readerOf(
    pod({
      spec: {
        volumes: [
          { name: 'api', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
          { name: 'vault', ...source('vault') },
          { name: 'inline', csi: { driver: 'inline' } },
          { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
        ],
      },
    }),
    pod({ name: 'bare' }),
    pod({
      name: 'broken',
      spec: {
        volumes: [
          { name: 'a', persistentVolumeClaim: { claimName: 'gone' } },
          { name: 'b', csi: { driver: 'none' } },
        ],
      },
    }),
    pod({ name: 'other', spec: { nodeName: 'n2' } }),
    { ...claim(), spec: { volumeName: 'pv' } } as PersistentVolumeClaim,
    volumeOf('pv'),
    driver('inline', 'for-inline'),
    driver('by-claim', 'for-claim'),
  );
  const request = (boundObjectRef: object | undefined, ...audiences: readonly string[]) =>
    ask(ServiceAccount, {
      subresource: 'token',
      name: 'builder',
      // What is posted is another kind than the resource.
      object: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: {},
        spec: { audiences, boundObjectRef },
      } as unknown as KubeObject,
    });
  const bound = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: `uid-of-${name}` });

  for (const audience of ['', 'vault', 'for-inline', 'for-claim']) {
    test(`a node gets tokens for whom a volume of the pod is meant: ${JSON.stringify(audience)}`, async () => {
      await admit(plugin, request(bound('web'), ...(audience ? [audience] : [])), reading);
    });
  }

  const refused: readonly (readonly [what: string, request: AdmissionRequest, message: string])[] = [
    ['bound to nothing', request(undefined), 'node requested token not bound to a pod'],
    ['bound to a secret', request({ ...bound('web'), kind: 'Secret' }), 'node requested token not bound to a pod'],
    ['bound to a pod without a name', request({ ...bound('web'), name: '' }), 'node requested token not bound to a pod'],
    ['bound to any pod of a name', request({ ...bound('web'), uid: undefined }), 'node requested token with a pod binding without a uid'],
    [
      'bound to an older pod',
      request({ ...bound('web'), uid: 'old' }),
      'the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated',
    ],
    ['bound to a pod elsewhere', request(bound('other')), 'node requested token bound to a pod scheduled on a different node'],
    ['for two audiences', request(bound('web'), 'vault', 'for-inline'), 'node may only request 0 or 1 audiences'],
    [
      'for an audience of no volume',
      request(bound('web'), 'bank'),
      'audience "bank" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience',
    ],
    [
      'for the API server, of a pod that does not mount one',
      request(bound('bare')),
      'audience "" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience',
    ],
    [
      'of a pod whose volumes are not all known',
      request(bound('broken'), 'bank'),
      'error validating audience "bank": [persistentvolumeclaim "gone" not found, csidriver.storage.k8s.io "none" not found]',
    ],
  ];
  for (const [what, asked, message] of refused) {
    test(`a node gets no token ${what}`, async () => {
      assert.equal(await refusal(plugin, asked, reading), `serviceaccounts "builder" is forbidden: ${message}`);
    });
  }

  test('a node gets no token bound to a pod that is not there', async () => {
    assert.equal(await refusal(plugin, request(bound('gone')), reading), 'pod "gone" not found');
  });

  test('a right of its own lets a node ask for other audiences', async () => {
    const seen: unknown[] = [];
    const granting = nodeRestriction({
      authorizers: [
        (attributes) => {
          seen.push(attributes);
          return allow();
        },
      ],
    });
    await admit(granting, request(bound('web'), 'bank'), reading);
    assert.deepEqual(seen, [
      {
        isResource: true,
        user,
        verb: 'request-serviceaccounts-token-audience',
        group: '',
        version: 'v1',
        resource: 'bank',
        subresource: '',
        namespace: 'shop',
        name: 'builder',
      },
    ]);
  });

  test('other writes of service accounts are no business of the plugin', async () => {
    await admit(plugin, ask(ServiceAccount, { object: pod() }), reading);
  });
});

describe('certificates for nodes', () => {
  const signing = (signerName: string, request: string) =>
    ask(CertificateSigningRequest, {
      object: { ...pod({ name: 'csr' }), kind: 'CertificateSigningRequest', spec: { request, signerName, usages: [] } } as KubeObject,
    });
  const serving = 'kubernetes.io/kubelet-serving';
  const client = 'kubernetes.io/kube-apiserver-client-kubelet';

  test('a node gets certificates in its own name alone', async () => {
    const own = await csrFor('O=system:nodes, CN=system:node:n1');
    const others = await csrFor('O=system:nodes, CN=system:node:n2');
    for (const signer of [serving, client]) {
      await admit(plugin, signing(signer, own));
      assert.equal(
        await refusal(plugin, signing(signer, others)),
        'certificatesigningrequests.certificates.k8s.io "csr" is forbidden: can only create a node CSR with CN=system:node:n1',
      );
    }
    await admit(plugin, signing('example.com/signer', others));
  });

  test('what is no certificate request is refused', async () => {
    const message = await refusal(plugin, signing(client, Buffer.from('nonsense').toString('base64')));
    assert(message.startsWith('certificatesigningrequests.certificates.k8s.io "csr" is forbidden: unable to parse csr: '), message);
  });

  async function csrFor(name: string): Promise<string> {
    await import('reflect-metadata');
    const { Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const { rawData } = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: algorithm });
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(rawData).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    return Buffer.from(pem).toString('base64');
  }
});
