import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { servedKinds } from '../../src/apiserver/enablement/served-kinds.ts';
import { documentV2 } from '../../src/apiserver/openapi/document-v2.ts';
import { documentV3 } from '../../src/apiserver/openapi/document-v3.ts';
import { documentsByRoot, wholeDocument } from '../../src/apiserver/openapi/document.ts';
import { builtInKinds } from '../../src/kinds/index.ts';
import { defaultFeatureGates } from '../../src/model/features/feature-gates.ts';
import { apiVersionOf, type Kind } from '../../src/model/kind.ts';
import { startServer, type Server } from '../support/in-process.ts';

const served = servedKinds(builtInKinds, { gates: defaultFeatureGates });

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] } };
const once = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
const selector = { matchLabels: { app: 'a' } };
const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] };
const webhook = {
  name: 'w.example.com',
  clientConfig: { url: 'https://w.example.com' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};

/** An object of each kind that the server takes, by resource. */
const objects: Readonly<Record<string, object>> = {
  'apps/controllerrevisions': { revision: 1, data: { any: 'thing' } },
  'apps/daemonsets': { spec: { selector, template } },
  'apps/deployments': { spec: { selector, template, strategy: { rollingUpdate: { maxSurge: '50%' } } } },
  'apps/replicasets': { spec: { selector, template } },
  'apps/statefulsets': { spec: { selector, template, serviceName: 's' } },
  'autoscaling/horizontalpodautoscalers': {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' } },
  },
  'batch/cronjobs': { spec: { schedule: '@daily', jobTemplate: { spec: { template: once } } } },
  'batch/jobs': { spec: { template: once } },
  'coordination.k8s.io/leases': { spec: { holderIdentity: 'h', renewTime: '2026-01-31T12:00:00.000001Z' } },
  'discovery.k8s.io/endpointslices': { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
  'networking.k8s.io/ingressclasses': { spec: { controller: 'example.com/c' } },
  'networking.k8s.io/ingresses': { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
  'networking.k8s.io/networkpolicies': { spec: { podSelector: selector, ingress: [{ ports: [{ port: 'http' }] }] } },
  'node.k8s.io/runtimeclasses': { handler: 'h' },
  'policy/poddisruptionbudgets': { spec: { minAvailable: '50%', selector } },
  'rbac.authorization.k8s.io/clusterrolebindings': {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
    subjects: [{ kind: 'User', name: 'u' }],
  },
  'rbac.authorization.k8s.io/clusterroles': { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  'scheduling.k8s.io/priorityclasses': { value: 10 },
  'storage.k8s.io/csidrivers': { spec: { attachRequired: false } },
  'storage.k8s.io/csinodes': { spec: { drivers: [{ name: 'd', nodeID: 'n' }] } },
  'storage.k8s.io/storageclasses': { provisioner: 'example.com/p', allowedTopologies: [] },
  'storage.k8s.io/volumeattachments': { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'v' } } },
  'admissionregistration.k8s.io/validatingwebhookconfigurations': { webhooks: [{ ...webhook, rules: [rule] }] },
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': { webhooks: [{ ...webhook, rules: [rule] }] },
  '/configmaps': { data: { a: 'b' }, binaryData: { c: 'AAE=' } },
  '/limitranges': { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
  '/namespaces': {},
  '/nodes': { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } },
  '/persistentvolumeclaims': { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  '/persistentvolumes': { spec: { capacity: { storage: 1073741824 }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' } } },
  '/pods': template,
  '/podtemplates': { template },
  '/replicationcontrollers': { spec: { selector: { app: 'a' }, template } },
  '/resourcequotas': { spec: { hard: { pods: '5' }, scopes: ['BestEffort'] } },
  '/secrets': { stringData: { a: 'b' } },
  '/serviceaccounts': { imagePullSecrets: [{ name: 's' }] },
  '/services': { spec: { ports: [{ port: 80, targetPort: 'http' }] } },
};

describe('OpenAPI documents', () => {
  const documents = documentsByRoot(builtInKinds);

  test('version 2.0 is what the specification asks for', () => isValid(documentV2(wholeDocument(builtInKinds))));
  for (const [root, document] of documents) {
    test(`version 3.0 of ${root} is what the specification asks for`, () => isValid(documentV3(document)));
  }
});

describe('what the server answers is what its documents say', () => {
  let server: Server;
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  ajv.addFormat('int-or-string', true);
  before(async () => {
    server = await startServer({ bootstrap: true });
  });
  after(() => server[Symbol.asyncDispose]());

  /** Refuses fields that the server's document does not know, too. */
  const compiled = new Map<Kind, ValidateFunction>();
  const validatorOf = async (kind: Kind): Promise<ValidateFunction> => {
    const root = rootOf(kind);
    if (!ajv.getSchema(root)) ajv.addSchema(closed((await server.ask(`GET /openapi/v3${root}`)).body), root);
    return compiled.getOrInsertComputed(kind, () => ajv.compile({ $ref: `${root}#/components/schemas/${kind.schema.name}` }));
  };
  const check = async (kind: Kind, object: unknown) => {
    const validate = await validatorOf(kind);
    assert(validate(withoutNull(object)), `${kind.kind}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(object)}`);
  };

  for (const [resource, object] of Object.entries(objects)) {
    test(`of ${resource.replace(/^\//, '')}`, async () => {
      const [group, plural] = resource.split('/');
      const kinds = served.filter((kind) => kind.group === group && kind.plural === plural);
      const [kind] = kinds;
      assert(kind, 'is not served');
      const collection = pathOf(kind);
      const created = await server.ask(`POST ${collection}`, { body: { ...object, metadata: { name: 'a' } } });
      assert.equal(created.code, 201, JSON.stringify(created.body));
      await check(kind, created.body);
      // The same object in every version.
      for (const each of kinds) await check(each, (await server.ask(`GET ${pathOf(each)}/a`)).body);
    });
  }

  test('of all that is there from the start', async () => {
    for (const kind of served) {
      if (kind.verbs && !kind.verbs.includes('list')) continue;
      const { body } = await server.ask(`GET ${rootOf(kind)}/${kind.plural}`);
      // Items of lists do not say what they are.
      for (const item of body.items ?? []) await check(kind, item);
    }
  });
});

const rootOf = (kind: Kind): string => (kind.group ? `/apis/${apiVersionOf(kind)}` : `/api/${kind.version}`);
const pathOf = (kind: Kind): string => `${rootOf(kind)}${kind.scope === 'Namespaced' ? '/namespaces/default' : ''}/${kind.plural}`;

async function isValid(document: object): Promise<void> {
  // One type has a field of this name, which the validator takes for a reference.
  const text = JSON.stringify(document).replaceAll('"$ref":{', '"ref":{');
  const { valid, errors } = await new Validator().validate(JSON.parse(text) as Record<string, unknown>);
  assert(valid, JSON.stringify(errors));
}

/** Schemas that allow no other fields than they name. */
function closed(value: unknown): object {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && 'properties' in inner && 'type' in inner && inner.type === 'object'
        ? { ...inner, additionalProperties: false }
        : inner,
    ),
  ) as object;
}

/** Upstream writes null for lists and times that must be there and are not set. */
const withoutNull = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (inner === null ? undefined : inner)));
