import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { readCertificateRequest } from '../../kinds/certificates/read-request.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { clientUsagesProblem, kubeletClientProblem, kubeletServingProblem, type Asked } from './kubelet-rules.ts';
import { conditionOf } from './state.ts';

export interface Signing {
  /** The request in PEM. */
  readonly requestPem: string;
  /** As the API names them, e.g. `client auth`. */
  readonly usages: readonly string[];
  readonly lifeMs: number;
}

/** Signs with the authority of the cluster, and answers the certificate in PEM. */
export type SignCertificate = (signing: Signing) => Promise<string>;

export interface CertificateSigningOptions {
  readonly sign: SignCertificate;
  /** The longest life a certificate gets. Default a year. */
  readonly lifeMs?: number | undefined;
}

const yearMs = 365 * 24 * 60 * 60_000;
const leastMs = 10 * 60_000;

/** By signer, what is wrong with a request for it. */
const rules: Readonly<Record<string, (asked: Asked) => string | undefined>> = {
  'kubernetes.io/kubelet-serving': kubeletServingProblem,
  'kubernetes.io/kube-apiserver-client-kubelet': kubeletClientProblem,
  'kubernetes.io/kube-apiserver-client': ({ usages }) => clientUsagesProblem(usages),
  'kubernetes.io/legacy-unknown': () => undefined,
};

/** Signs what is approved, for the signers that are the cluster's own. */
export const certificateSigningController = ({ sign, lifeMs = yearMs }: CertificateSigningOptions): Controller =>
  defineController({
    name: 'certificate_signing',
    for: CertificateSigningRequest,
    workers: 5,

    async reconcile(asked, context) {
      const { spec, status } = asked;
      const problemOf = rules[spec.signerName];
      if (!problemOf || status.certificate || !isApproved(asked)) return;
      const usages = spec.usages ?? [];
      const problem = problemOf({ request: await readCertificateRequest(spec.request), usages });
      if (problem !== undefined) return fail(asked, problem, context);
      const requestPem = Buffer.from(spec.request, 'base64').toString('utf8');
      const certificate = await sign({ requestPem, usages, lifeMs: lifeOf(spec.expirationSeconds, lifeMs) });
      await update(asked, { ...status, certificate: Buffer.from(certificate).toString('base64') }, context);
    },
  });

const isApproved = (asked: CertificateSigningRequest): boolean =>
  conditionOf(asked, 'Approved') !== undefined && !conditionOf(asked, 'Denied') && conditionOf(asked, 'Failed')?.status !== 'True';

export const lifeOf = (askedSeconds: number | undefined, longestMs: number): number =>
  askedSeconds === undefined ? longestMs : Math.min(Math.max(askedSeconds * 1000, leastMs), longestMs);

async function fail(asked: CertificateSigningRequest, message: string, context: Context): Promise<void> {
  const now = formatTime(context.clock.now());
  const failed = {
    type: 'Failed',
    status: 'True',
    reason: 'SignerValidationFailure',
    message,
    lastUpdateTime: now,
    lastTransitionTime: now,
  };
  await update(asked, { ...asked.status, conditions: [...(asked.status.conditions ?? []), failed] }, context);
}

async function update(asked: CertificateSigningRequest, status: CertificateSigningRequest['status'], { client }: Context): Promise<void> {
  await client.update(CertificateSigningRequest, { ...asked, status }, { subresource: 'status' });
}
