import { isDeepStrictEqual } from 'node:util';
import { Lease } from '../../kinds/coordination/lease.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { podReferencesApiObject } from '../../kinds/core/pod/references.ts';
import { CSINode } from '../../kinds/storage/csi-node.ts';
import { notFound } from '../../model/errors.ts';
import type { User } from '../../model/request.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import { forbiddenNodeLabels } from './node-restriction/labels.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const leaseNamespace = 'kube-node-lease';

/** A kubelet changes its own node and the pods on it, and nothing that steers pods to it. */
export const nodeRestriction: AdmissionPlugin = { name: 'NodeRestriction', mutate: check, validate: checkDeletion };

function checkDeletion(request: AdmissionRequest, reader: Reader): Promise<void> | void {
  if (request.operation === 'DELETE') return check(request, reader);
}

async function check(request: AdmissionRequest, reader: Reader): Promise<void> {
  if (!isNode(request.user)) return;
  const node = request.user.name.startsWith('system:node:') ? request.user.name.slice('system:node:'.length) : '';
  if (!node) throw refuse(request, `could not determine node from user ${JSON.stringify(request.user.name)}`);
  if (isAbout(request, Pod)) return checkPod(request, { node, reader });
  if (isAbout(request, Node)) return checkNode(request, node);
  if (isAbout(request, Lease)) return checkLease(request, node);
  if (isAbout(request, CSINode)) return checkCsiNode(request, node);
  if (request.resource.kind.plural === 'persistentvolumeclaims' && request.subresource !== 'status')
    throw refuse(request, 'may only update PVC status');
}

const isNode = ({ groups }: User): boolean => groups.includes('system:nodes');

interface Sender {
  readonly node: string;
  readonly reader: Reader;
}

async function checkPod(request: AdmissionRequest<Pod> & AdmissionRequest, { node, reader }: Sender): Promise<void> {
  const { subresource, operation, object, oldObject } = request;
  const quoted = JSON.stringify(node);
  if (subresource === 'status') {
    if (oldObject?.spec.nodeName !== node)
      throw refuse(request, `node ${quoted} can only update pod status for pods with spec.nodeName set to itself`);
    if (!isDeepStrictEqual(oldObject.metadata.labels ?? {}, object?.metadata.labels ?? {}))
      throw refuse(request, `node ${quoted} cannot update labels through pod status`);
    return;
  }
  if (subresource === 'eviction') {
    if (oldObject?.spec.nodeName !== node) throw refuse(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
    return;
  }
  if (subresource)
    throw refuse(request, `unexpected pod subresource ${JSON.stringify(subresource)}, only 'status' and 'eviction' are allowed`);
  if (operation === 'CREATE' && object) return checkMirrorPod(request, object, { node, reader });
  if (operation !== 'DELETE')
    throw refuse(request, `unexpected operation ${JSON.stringify(operation)}, node ${quoted} can only create and delete mirror pods`);
  if (oldObject?.spec.nodeName !== node) throw refuse(request, `node ${quoted} can only delete pods with spec.nodeName set to itself`);
}

/** The only pods that a kubelet makes are images of the ones it was given as files. */
async function checkMirrorPod(request: AdmissionRequest, pod: Pod, { node, reader }: Sender): Promise<void> {
  const quoted = JSON.stringify(node);
  const owners = pod.metadata.ownerReferences ?? [];
  const [owner] = owners;
  if (pod.metadata.annotations?.[mirrorAnnotation] === undefined) {
    throw refuse(request, `pod does not have ${JSON.stringify(mirrorAnnotation)} annotation, node ${quoted} can only create mirror pods`);
  }
  if (pod.spec.nodeName !== node) throw refuse(request, `node ${quoted} can only create pods with spec.nodeName set to itself`);
  if (owners.length > 1) throw refuse(request, `node ${quoted} can only create pods with a single owner reference set to itself`);
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    throw refuse(request, `node ${quoted} can only create pods with an owner reference set to itself`);
  }
  if (!owner.controller) throw refuse(request, `node ${quoted} can only create pods with a controller owner reference set to itself`);
  if (owner.blockOwnerDeletion) throw refuse(request, `node ${quoted} must not set blockOwnerDeletion on an owner reference`);
  const own = await reader.get(Node, { name: node });
  if (!own) throw notFound({ group: '', plural: 'nodes', name: node });
  if (own.metadata.uid !== owner.uid) throw refuse(request, `node ${node} UID mismatch: expected ${owner.uid} got ${own.metadata.uid}`);
  const referenced = podReferencesApiObject(pod);
  if (referenced) throw refuse(request, `node ${quoted} can not create pods that reference ${referenced}`);
}

function checkNode(request: AdmissionRequest<Node> & AdmissionRequest, node: string): void {
  const { name, object, oldObject, operation } = request;
  const quoted = JSON.stringify(node);
  const requested = name || object?.metadata.name;
  if (requested !== node) throw refuse(request, `node ${quoted} is not allowed to modify node ${JSON.stringify(requested)}`);
  if (!object) return;
  if (operation === 'CREATE') {
    if (object.spec.configSource) throw refuse(request, `node ${quoted} is not allowed to create pods with a non-nil configSource`);
    const labels = forbiddenNodeLabels(object.metadata.labels, {});
    if (labels.length > 0) throw refuse(request, `node ${quoted} is not allowed to set the following labels: ${labels.join(', ')}`);
    return;
  }
  if (!oldObject) return;
  if (object.spec.configSource && !isDeepStrictEqual(object.spec.configSource, oldObject.spec.configSource)) {
    throw refuse(request, `node ${quoted} is not allowed to update configSource to a new non-nil configSource`);
  }
  if (!isDeepStrictEqual(object.spec.taints ?? [], oldObject.spec.taints ?? []))
    throw refuse(request, `node ${quoted} is not allowed to modify taints`);
  if (!isDeepStrictEqual(object.metadata.ownerReferences ?? [], oldObject.metadata.ownerReferences ?? [])) {
    throw refuse(request, `node ${quoted} is not allowed to modify ownerReferences`);
  }
  const labels = forbiddenNodeLabels(object.metadata.labels, oldObject.metadata.labels);
  if (labels.length > 0) throw refuse(request, `is not allowed to modify labels: ${labels.join(', ')}`);
}

function checkLease(request: AdmissionRequest, node: string): void {
  if (request.namespace !== leaseNamespace)
    throw refuse(request, `can only access leases in the ${JSON.stringify(leaseNamespace)} system namespace`);
  if ((request.name || request.object?.metadata.name) !== node)
    throw refuse(request, 'can only access node lease with the same name as the requesting node');
}

function checkCsiNode(request: AdmissionRequest, node: string): void {
  if ((request.name || request.object?.metadata.name) !== node)
    throw refuse(request, 'can only access CSINode with the same name as the requesting node');
}
