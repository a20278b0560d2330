import { hostArchitecture, ociImage, type ImageArchitecture } from './oci-image.ts';
import { pauseProgram } from './pause-program.ts';

/** The image of the container that holds a pod's namespaces. It is built here, so that pods start without internet. */
export const pauseImageReference = 'localhost/kubets-pause:1';

export const pauseImage = (architecture: ImageArchitecture = hostArchitecture()): Promise<Uint8Array> =>
  ociImage({
    reference: pauseImageReference,
    architecture,
    entries: [{ path: 'pause', content: pauseProgram(architecture), mode: 0o755 }],
    // Nobody in particular: it needs no rights.
    config: { Entrypoint: ['/pause'], User: '65535:65535' },
  });
