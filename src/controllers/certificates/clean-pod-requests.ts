import { PodCertificateRequest } from '../../kinds/certificates/pod-certificate-request.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';

/** However a request ended, whoever made it has seen that by then. */
const lifeMs = 15 * 60_000;

/** Deletes requests of kubelets for certificates of pods a while after they were made. */
export const podCertificateCleanerController: Controller = defineController({
  name: 'pod_certificate_request_cleaner',
  for: PodCertificateRequest,
  isWokenBy: () => false,

  async reconcile({ metadata }, { client, clock }) {
    const leftMs = Date.parse(metadata.creationTimestamp) + lifeMs - clock.now();
    if (leftMs > 0) return { afterMs: leftMs };
    try {
      await client.delete(PodCertificateRequest, metadata, { preconditions: { uid: metadata.uid } });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
    return undefined;
  },
});
