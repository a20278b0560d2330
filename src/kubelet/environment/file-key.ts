import { join, normalize } from 'node:path';
import type { FileKeySelector } from '../../kinds/core/pod/field-reference.ts';
import { openInside } from '../files/open-inside.ts';
import type { MountedVolume } from '../volumes/volume-manager.ts';
import { variableInFile } from './variable-file.ts';

/** The API server allows variables no more than that. */
const maxFileBytes = 64 * 1024;

/** A variable from a file that an init container has left in a volume. Undefined when it may be missing and is (KEP-3721). */
export async function fileKey(selector: FileKeySelector, volumes: ReadonlyMap<string, MountedVolume>): Promise<string | undefined> {
  const { volumeName, path, key, optional } = selector;
  const volume = volumes.get(volumeName);
  if (!volume) throw new Error(`cannot find the volume "${volumeName}" referenced by FileKeyRef`);
  let value: string;
  try {
    value = variableInFile(await read(volume.hostPath, path), key);
  } catch (error) {
    // What exactly is wrong could tell what is in the file.
    throw new Error("couldn't parse env file", { cause: error });
  }
  if (value !== '') return value;
  if (optional) return undefined;
  throw new Error(`environment variable key "${key}" not found in file "${join(volume.hostPath, normalize(path))}"`);
}

async function read(directory: string, path: string): Promise<string> {
  await using file = await openInside(directory, path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(maxFileBytes + 1), 0, maxFileBytes + 1, 0);
  if (bytesRead > maxFileBytes) throw new Error(`a file of variables may have ${maxFileBytes} bytes`);
  return buffer.subarray(0, bytesRead).toString();
}
