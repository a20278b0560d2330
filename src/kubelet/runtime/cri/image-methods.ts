import { list, optional } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { text } from '../../../base/protobuf/scalar.ts';
import type { Image, ImageReference, RegistryCredentials } from '../image.ts';
import type { SandboxConfig } from '../sandbox.ts';
import { image, imageFilesystems, imageReference, registryCredentials } from './image-messages.ts';
import { imageMethod, nothing } from './method.ts';
import { sandboxConfig } from './sandbox-messages.ts';

const byReference = message<{ readonly image: ImageReference }>({ image: [1, imageReference] });

export const pullImage = imageMethod(
  'PullImage',
  message<{
    readonly image: ImageReference;
    readonly credentials?: RegistryCredentials | undefined;
    readonly sandbox?: SandboxConfig | undefined;
  }>({
    image: [1, imageReference],
    credentials: [2, optional(registryCredentials)],
    sandbox: [3, optional(sandboxConfig)],
  }),
  message<{ readonly imageId: string }>({ imageId: [1, text] }),
);

export const statusOfImage = imageMethod(
  'ImageStatus',
  byReference,
  message<{ readonly image?: Image | undefined }>({ image: [1, optional(image)] }),
);

/** There is a filter for one image, which containerd ignores: asking for the status of the image is the way. */
export const listImages = imageMethod('ListImages', nothing, message<{ readonly images: readonly Image[] }>({ images: [1, list(image)] }));

export const removeImage = imageMethod('RemoveImage', byReference, nothing);

export const filesystemsOfImages = imageMethod('ImageFsInfo', nothing, imageFilesystems);
