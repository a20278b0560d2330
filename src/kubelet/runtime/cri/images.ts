import { RuntimeError } from '../runtime-error.ts';
import type { Images } from '../runtime.ts';
import type { Connection } from './connection.ts';
import { filesystemsOfImages, listImages, pullImage, removeImage, statusOfImage } from './image-methods.ts';

export const criImages = (connection: Connection): Images => ({
  async pull(image, { credentials, sandbox, signal } = {}) {
    const request = { image, credentials, sandbox };
    // How long a pull may take depends on image and network: the caller's signal ends it.
    const { imageId } = await connection.call(pullImage, request, { signal, timeoutMs: Number.POSITIVE_INFINITY });
    if (imageId === '') throw incomplete('PullImage', `imageRef of image ${JSON.stringify(image.image)} is not set`);
    return imageId;
  },

  async status(image, options) {
    const { image: found } = await connection.call(statusOfImage, { image }, options);
    if (found && (found.id === '' || found.sizeBytes === 0)) {
      throw incomplete('ImageStatus', `Id or size of image ${JSON.stringify(image.image)} is not set`);
    }
    return found;
  },

  async list(options) {
    return (await connection.call(listImages, {}, options)).images;
  },

  async remove(image, options) {
    await connection.remove(removeImage, { image }, options);
  },

  async filesystems(options) {
    return await connection.call(filesystemsOfImages, {}, options);
  },
});

const incomplete = (operation: string, message: string) => new RuntimeError(message, { code: 'Unknown', operation });
