import { Node } from '../../../kinds/core/node/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { podReferencesApiObject } from '../../../kinds/core/pod/references.ts';
import { PodStatus } from '../../../kinds/core/pod/status.ts';
import { isSame } from '../../../kinds/same.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import { notListed } from './not-listed.ts';
import type { Sender } from './sender.ts';

type PodRequest = AdmissionRequest<Pod> & AdmissionRequest;

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** A kubelet says how its pods are, evicts and deletes them, and shows those that it was given as files. */
export function checkPod(request: PodRequest, sender: Sender): Promise<void> | void {
  const { subresource, operation, oldObject } = request;
  const quoted = JSON.stringify(sender.node);
  switch (subresource) {
    case 'status':
      return checkStatus(request, sender);
    case 'eviction':
      return checkEviction(request, sender);
    case '':
      break;
    default:
      throw refuse(request, `unexpected pod subresource ${JSON.stringify(subresource)}, only 'status' and 'eviction' are allowed`);
  }
  if (operation === 'CREATE') return checkMirrorPod(request, sender);
  if (operation !== 'DELETE')
    throw refuse(request, `unexpected operation ${JSON.stringify(operation)}, node ${quoted} can only create and delete mirror pods`);
  if (oldObject?.spec.nodeName !== sender.node)
    throw refuse(request, `node ${quoted} can only delete pods with spec.nodeName set to itself`);
}

function checkStatus(request: PodRequest, { node }: Sender): void {
  const { operation, object, oldObject } = request;
  const quoted = JSON.stringify(node);
  if (operation !== 'UPDATE' || !object) throw refuse(request, `unexpected operation ${JSON.stringify(operation)}`);
  if (oldObject?.spec.nodeName !== node)
    throw refuse(request, `node ${quoted} can only update pod status for pods with spec.nodeName set to itself`);
  if (!isSame({ type: 'map', values: 'string' }, object.metadata.labels, oldObject.metadata.labels))
    throw refuse(request, `node ${quoted} cannot update labels through pod status`);
  const same = (field: 'resourceClaimStatuses' | 'extendedResourceClaimStatus') =>
    isSame(PodStatus.fields[field].schema, object.status[field], oldObject.status[field]);
  if (!same('resourceClaimStatuses')) throw refuse(request, `node ${quoted} cannot update resource claim statues`);
  if (!same('extendedResourceClaimStatus')) throw refuse(request, `node ${quoted} cannot update extended resource claim status`);
}

async function checkEviction(request: PodRequest, { node, reader }: Sender): Promise<void> {
  if (request.operation !== 'CREATE') throw refuse(request, `unexpected operation ${request.operation}`);
  const name = request.name || request.object?.metadata.name;
  if (!name) throw refuse(request, 'could not determine pod from request data');
  const pod = await reader.get(Pod, { namespace: request.namespace, name });
  if (!pod) throw notListed('pod', name);
  if (pod.spec.nodeName !== node) throw refuse(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
}

/** The only pods that a kubelet makes are images of the ones it was given as files. */
async function checkMirrorPod(request: PodRequest, { node, reader }: Sender): Promise<void> {
  const { object: pod } = request;
  if (!pod) return;
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
  if (!own) throw notListed('node', node);
  if (own.metadata.uid !== owner.uid) throw refuse(request, `node ${node} UID mismatch: expected ${owner.uid} got ${own.metadata.uid}`);
  const referenced = podReferencesApiObject(pod);
  if (referenced) throw refuse(request, `node ${quoted} can not create pods that reference ${referenced}`);
}
