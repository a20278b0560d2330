import { list, mapOf, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { exactInt64, flag, int64, text, uint64 } from '../../../base/protobuf/scalar.ts';
import type { FilesystemUsage, Image, ImageFilesystems, ImageReference, RegistryCredentials } from '../image.ts';

export const imageReference = message<ImageReference>({
  image: [1, text],
  annotations: [2, mapOf(text)],
  userSpecifiedImage: [18, text],
  handler: [19, text],
  imageRef: [20, text],
});

export const image = message<Image>({
  id: [1, text],
  tags: [2, list(text)],
  digests: [3, list(text)],
  sizeBytes: [4, uint64],
  uid: [5, optional(wrapped(int64))],
  userName: [6, text],
  reference: [7, optional(imageReference)],
  pinned: [8, flag],
});

export const registryCredentials = message<RegistryCredentials>({
  userName: [1, text],
  password: [2, text],
  auth: [3, text],
  serverAddress: [4, text],
  identityToken: [5, text],
  registryToken: [6, text],
});

export const filesystemUsage = message<FilesystemUsage>({
  observedAtNs: [1, exactInt64],
  mountPoint: [2, wrapped(text)],
  usedBytes: [3, optional(wrapped(uint64))],
  usedInodes: [4, optional(wrapped(uint64))],
});

export const imageFilesystems = message<ImageFilesystems>({
  images: [1, list(filesystemUsage)],
  containers: [2, list(filesystemUsage)],
});
