import { X509Certificate } from 'node:crypto';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';
import { conditionOf } from './state.ts';

const hourMs = 60 * 60_000;
const decidedMs = hourMs;
const waitingMs = 24 * hourMs;

/** Deletes requests that nobody needs any more, and those that nobody decided about. */
export const certificateCleanerController: Controller = defineController({
  name: 'certificate_cleaner',
  for: CertificateSigningRequest,

  async reconcile(asked, { client, clock }) {
    const leftMs = endsAtMs(asked) - clock.now();
    if (leftMs > 0) return { afterMs: leftMs };
    try {
      await client.delete(CertificateSigningRequest, asked.metadata);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
    return undefined;
  },
});

/** When a request is to go: an hour after it was decided, a day while it waits, at once when its certificate has ended. */
export function endsAtMs(asked: CertificateSigningRequest): number {
  const { conditions = [], certificate } = asked.status;
  if (conditions.length === 0) return Date.parse(asked.metadata.creationTimestamp) + waitingMs;
  const ends = (['Denied', 'Failed'] as const).map((type) => timeOf(conditionOf(asked, type)?.lastUpdateTime) + decidedMs);
  const approved = conditionOf(asked, 'Approved');
  if (approved) ends.push(timeOf(approved.lastUpdateTime) + (certificate ? decidedMs : waitingMs));
  if (approved && certificate) ends.push(certificateEndMs(certificate));
  return Math.min(...ends);
}

const timeOf = (timestamp: string | null | undefined): number => (timestamp ? Date.parse(timestamp) : Number.POSITIVE_INFINITY);

function certificateEndMs(base64: string): number {
  return new X509Certificate(Buffer.from(base64, 'base64')).validToDate.getTime();
}
