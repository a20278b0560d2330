import type { PodCertificateRequest } from '../../../kinds/certificates/pod-certificate-request.ts';
import { Node } from '../../../kinds/core/node/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../../kinds/core/service-account.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import { notListed } from './not-listed.ts';
import type { Sender } from './sender.ts';

const mirrorPod = 'kubernetes.io/config.mirror';

/** A kubelet asks for certificates for the pods on its node alone, and as the accounts that those run as. */
export async function checkPodCertificateRequest(
  request: AdmissionRequest<PodCertificateRequest> & AdmissionRequest,
  { node: sender, reader }: Sender,
): Promise<void> {
  const { operation, subresource, namespace, object } = request;
  if (operation !== 'CREATE') throw refuse(request, `unexpected operation ${operation}`);
  if (subresource !== '') throw refuse(request, `unexpected subresource ${subresource}`);
  if (!object) return;
  const { nodeName, nodeUID, podName, podUID, serviceAccountName, serviceAccountUID } = object.spec;
  if (nodeName !== sender) {
    const named = JSON.stringify(nodeName);
    throw refuse(request, `PodCertificateRequest.Spec.NodeName=${named}, which is not the requesting node ${JSON.stringify(sender)}`);
  }
  const shown = JSON.stringify(`${namespace}/${podName}`);
  const node = await reader.get(Node, { name: nodeName });
  if (!node) throw notListed('node', nodeName);
  if (node.metadata.uid !== nodeUID) throw refuse(request, `PodCertificateRequest for pod ${shown} names another node UID`);
  const pod = await reader.get(Pod, { namespace, name: podName });
  if (!pod) throw notListed('pod', podName);
  if (pod.metadata.uid !== podUID) throw refuse(request, `PodCertificateRequest for pod ${shown} contains another pod UID`);
  if (pod.spec.nodeName !== nodeName) {
    throw refuse(request, `pod ${shown} is not running on node ${JSON.stringify(nodeName)} named in the PodCertificateRequest`);
  }
  if (pod.metadata.annotations?.[mirrorPod] !== undefined) throw refuse(request, `pod ${shown} is a mirror pod`);
  const { serviceAccountName: account = '' } = pod.spec;
  if (serviceAccountName !== account) {
    const given = `contains serviceAccountName (${JSON.stringify(serviceAccountName)})`;
    throw refuse(request, `PodCertificateRequest for pod ${shown} ${given} that differs from running pod (${JSON.stringify(account)})`);
  }
  const found = await reader.get(ServiceAccount, { namespace, name: serviceAccountName });
  if (!found) throw notListed('serviceaccount', serviceAccountName);
  if (found.metadata.uid !== serviceAccountUID) {
    throw refuse(request, `PodCertificateRequest for pod ${shown} names another service account UID`);
  }
}
