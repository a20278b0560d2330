import { SubjectAccessReview } from '../../kinds/authorization/subject-access-review.ts';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { readCertificateRequest } from '../../kinds/certificates/read-request.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { kubeletClientProblem } from './kubelet-rules.ts';
import { isDecided } from './state.ts';

const signer = 'kubernetes.io/kube-apiserver-client-kubelet';

/** Approves certificates that kubelets ask for, for themselves or at first, where the one who asks has the right to that. */
export const certificateApprovingController: Controller = defineController({
  name: 'certificate_approving',
  for: CertificateSigningRequest,

  async reconcile(asked, context) {
    const { spec, status } = asked;
    if (spec.signerName !== signer || status.certificate || isDecided(asked)) return;
    const request = await readCertificateRequest(spec.request);
    if (kubeletClientProblem({ request, usages: spec.usages ?? [] }) !== undefined) return;
    const isOwn = spec.username === request.commonName;
    if (isOwn && (await mayAsk(asked, 'selfnodeclient', context))) {
      await approve(asked, 'Auto approving self kubelet client certificate after SubjectAccessReview.', context);
    } else if (await mayAsk(asked, 'nodeclient', context)) {
      await approve(asked, 'Auto approving kubelet client certificate after SubjectAccessReview.', context);
    }
  },
});

async function mayAsk({ spec }: CertificateSigningRequest, subresource: string, { client, signal }: Context): Promise<boolean> {
  const { username, uid, groups, extra } = spec;
  const resourceAttributes = {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    verb: 'create',
    subresource,
    version: '*',
  };
  const review = await client.create(
    SubjectAccessReview,
    {
      metadata: {},
      spec: {
        resourceAttributes,
        ...(username && { user: username }),
        ...(uid && { uid }),
        ...(groups && { groups }),
        ...(extra && { extra }),
      },
    },
    { signal },
  );
  return review.status.allowed;
}

async function approve(asked: CertificateSigningRequest, message: string, { client, clock }: Context): Promise<void> {
  const now = formatTime(clock.now());
  const approved = { type: 'Approved', status: 'True', reason: 'AutoApproved', message, lastUpdateTime: now, lastTransitionTime: now };
  const conditions = [...(asked.status.conditions ?? []), approved];
  await client.update(CertificateSigningRequest, { ...asked, status: { ...asked.status, conditions } }, { subresource: 'approval' });
}
