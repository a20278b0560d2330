import { builtInKinds } from '../kinds/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import { fromRetiredEndpointSlice, RetiredEndpointSlice } from '../kinds/discovery/endpoint-slice/retired-form.ts';
import { Ingress } from '../kinds/networking/ingress/index.ts';
import { fromRetiredIngress, RetiredIngress } from '../kinds/networking/ingress/retired-form.ts';
import { apiVersionOf, type Kind, type KubeObject, type StoredForm } from '../model/kind.ts';
import type { ObjectSchema } from '../model/schema.ts';
import { schemaOf } from './representation/known-schemas.ts';

/** How to read a value that says it is of some version. */
export interface Reading {
  readonly schema: ObjectSchema;
  /** The same object in the version in which this server stores its kind. */
  toCurrent(object: KubeObject): KubeObject;
}

/**
 * Versions that are not served any more, in which clusters that are older than they look still have objects. These look as
 * they do today, and upstream reads them, too.
 */
const retired: readonly {
  readonly group: string;
  readonly versions: readonly string[];
  readonly kinds: readonly string[];
  readonly now?: string;
}[] = [
  {
    group: 'admissionregistration.k8s.io',
    versions: ['v1beta1'],
    kinds: [
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ],
  },
  {
    group: 'admissionregistration.k8s.io',
    versions: ['v1alpha1'],
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  },
  { group: 'batch', versions: ['v1beta1'], kinds: ['CronJob'] },
  { group: 'certificates.k8s.io', versions: ['v1beta1'], kinds: ['CertificateSigningRequest'] },
  { group: 'coordination.k8s.io', versions: ['v1beta1'], kinds: ['Lease'] },
  { group: 'events.k8s.io', versions: ['v1beta1'], kinds: ['Event'] },
  { group: 'extensions', versions: ['v1beta1'], kinds: ['NetworkPolicy'], now: 'networking.k8s.io' },
  { group: 'flowcontrol.apiserver.k8s.io', versions: ['v1beta1', 'v1beta2', 'v1beta3'], kinds: ['FlowSchema'] },
  { group: 'flowcontrol.apiserver.k8s.io', versions: ['v1beta3'], kinds: ['PriorityLevelConfiguration'] },
  { group: 'networking.k8s.io', versions: ['v1beta1'], kinds: ['IngressClass'] },
  { group: 'node.k8s.io', versions: ['v1beta1'], kinds: ['RuntimeClass'] },
  { group: 'policy', versions: ['v1beta1'], kinds: ['PodDisruptionBudget'] },
  { group: 'rbac.authorization.k8s.io', versions: ['v1beta1'], kinds: ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'] },
  { group: 'scheduling.k8s.io', versions: ['v1beta1'], kinds: ['PriorityClass'] },
  { group: 'storage.k8s.io', versions: ['v1alpha1'], kinds: ['VolumeAttributesClass'] },
  { group: 'storage.k8s.io', versions: ['v1beta1'], kinds: ['CSIDriver', 'CSINode', 'StorageClass'] },
  { group: 'storage.k8s.io', versions: ['v1alpha1', 'v1beta1'], kinds: ['CSIStorageCapacity', 'VolumeAttachment'] },
];

const readings = new Map<string, Reading>();
const key = (apiVersion: string, kind: string): string => `${apiVersion} ${kind}`;

for (const kind of builtInKinds) readings.set(key(apiVersionOf(kind), kind.kind), readingAs(kind));
for (const { group, versions, kinds, now = group } of retired) {
  for (const kind of builtInKinds.filter((each) => each.group === now && kinds.includes(each.kind))) {
    for (const version of versions) {
      const old = key(apiVersionOf({ group, version }), kind.kind);
      if (!readings.has(old)) readings.set(old, readingAs(kind));
    }
  }
}

/** Those that looked otherwise, and of which much may still lie about. */
const ingress: Reading = { schema: RetiredIngress, toCurrent: (object) => typed(Ingress, fromRetiredIngress(object)) };
readings.set('networking.k8s.io/v1beta1 Ingress', ingress);
readings.set('extensions/v1beta1 Ingress', ingress);
readings.set('discovery.k8s.io/v1beta1 EndpointSlice', {
  schema: RetiredEndpointSlice,
  toCurrent: (object) => typed(EndpointSlice, fromRetiredEndpointSlice(object)),
});

/** None for custom resources, and for versions of which nothing is known here. */
export function readingOf(apiVersion: string, kind: string): Reading | undefined {
  const known = readings.get(key(apiVersion, kind));
  if (known) return known;
  const schema = schemaOf(apiVersion, kind);
  return schema && { schema, toCurrent: (object) => object };
}

function readingAs({ storedAs, ...kind }: Kind): Reading {
  const stored = storedAs?.kind ?? kind;
  return { schema: kind.schema, toCurrent: (object) => typed(stored, storedAs ? storedAs.toStored(object) : object) };
}

const typed = (kind: StoredForm, object: KubeObject): KubeObject => ({ ...object, apiVersion: apiVersionOf(kind), kind: kind.kind });

/** Whether this server knows the kind in some version, so that in another it would be taken for what it is not. */
export function knowsKind(apiVersion: string, kind: string): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  // What was there has gone to several groups.
  return builtInKinds.some((each) => (each.group === group || group === 'extensions') && each.kind === kind);
}
