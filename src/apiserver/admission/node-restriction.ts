import { PodCertificateRequest } from '../../kinds/certificates/pod-certificate-request.ts';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { CSINode } from '../../kinds/storage/csi-node.ts';
import type { User } from '../../model/request.ts';
import type { Authorizer } from '../authorization/decision.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import { checkCertificateRequest } from './node-restriction/certificate-requests.ts';
import { checkPodCertificateRequest } from './node-restriction/pod-certificates.ts';
import { checkNode } from './node-restriction/nodes.ts';
import { checkClaimStatus } from './node-restriction/claims.ts';
import { checkPod } from './node-restriction/pods.ts';
import { checkToken } from './node-restriction/tokens.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

const leaseNamespace = 'kube-node-lease';

/** A kubelet changes its own node and the pods on it, and nothing that steers pods to it. */
export function nodeRestriction({ authorizers }: { readonly authorizers: readonly Authorizer[] }): AdmissionPlugin {
  const check = (request: AdmissionRequest, reader: Reader) => checkSender(request, { reader, authorizers });
  return {
    name: 'NodeRestriction',
    mutate: check,
    // Deletions are not changed by anybody, and so come here alone.
    validate: (request, reader) => (request.operation === 'DELETE' ? check(request, reader) : undefined),
  };
}

interface Context {
  readonly reader: Reader;
  readonly authorizers: readonly Authorizer[];
}

function checkSender(request: AdmissionRequest, context: Context): Promise<void> | void {
  if (!isNode(request.user)) return;
  const node = request.user.name.startsWith('system:node:') ? request.user.name.slice('system:node:'.length) : '';
  if (!node) throw refuse(request, `could not determine node from user ${JSON.stringify(request.user.name)}`);
  const sender = { node, ...context };
  if (isAbout(request, Pod)) return checkPod(request, sender);
  if (isAbout(request, Node)) return checkNode(request, sender);
  if (isAbout(request, PersistentVolumeClaim)) return checkClaimStatus(request, sender);
  if (isAbout(request, ServiceAccount)) return checkToken(request, sender);
  if (isAbout(request, Lease)) return checkLease(request, node);
  if (isAbout(request, CSINode)) return checkCsiNode(request, node);
  if (isAbout(request, ResourceSlice)) return checkResourceSlice(request, node);
  if (isAbout(request, PodCertificateRequest)) return checkPodCertificateRequest(request, sender);
  if (isAbout(request, CertificateSigningRequest)) return checkCertificateRequest(request, sender);
}

const isNode = ({ groups }: User): boolean => groups.includes('system:nodes');

function checkLease(request: AdmissionRequest, node: string): void {
  if (request.namespace !== leaseNamespace)
    throw refuse(request, `can only access leases in the ${JSON.stringify(leaseNamespace)} system namespace`);
  if (nameIn(request) !== node) throw refuse(request, 'can only access node lease with the same name as the requesting node');
}

function checkCsiNode(request: AdmissionRequest, node: string): void {
  if (nameIn(request) !== node) throw refuse(request, 'can only access CSINode with the same name as the requesting node');
}

const nameIn = ({ operation, name, object }: AdmissionRequest): string | undefined =>
  operation === 'CREATE' ? object?.metadata.name : name;

/** Whether a node may see and change a slice, its authorizer knows; not so what a new one or each of many says. */
function checkResourceSlice(request: AdmissionRequest<ResourceSlice> & AdmissionRequest, node: string): void {
  const { operation, object, oldObject } = request;
  if (operation === 'CREATE' && object?.spec.nodeName !== node)
    throw refuse(request, 'can only create ResourceSlice with the same NodeName as the requesting node');
  if (operation === 'DELETE' && oldObject?.spec.nodeName !== node)
    throw refuse(request, 'can only delete ResourceSlice with the same NodeName as the requesting node');
}
