import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../../src/base/atomic-file.ts';
import { busyboxImage } from '../../../src/cluster/images/busybox-image.ts';
import { webServerImage } from '../../../src/cluster/images/web-server-image.ts';
import { nginxProgram } from './nginx-program.ts';

/** Where generated things are kept between runs. */
export const cacheFolder = join(import.meta.dirname, '../../../.cache');

export interface TestImage {
  readonly reference: string;
  /** An archive to import. */
  readonly path: string;
}

/** The images tests run, made of what this machine has and Debian's nginx; no registry is asked. */
export async function testImages(): Promise<{ busybox: TestImage; nginx: TestImage }> {
  const [busybox, nginx] = ['localhost/busybox:1', 'localhost/nginx:1'] as const;
  return {
    busybox: await stored(busybox, await busyboxImage({ reference: busybox })),
    nginx: await stored(nginx, await webServerImage({ reference: nginx, nginx: await nginxProgram(cacheFolder) })),
  };
}

/** Named by what is in it, so that an old one is never taken for a new one. */
async function stored(reference: string, archive: Uint8Array): Promise<TestImage> {
  const folder = join(cacheFolder, 'images');
  const path = join(folder, `${createHash('sha256').update(archive).digest('hex').slice(0, 16)}.tar`);
  await mkdir(folder, { recursive: true });
  const known = await access(path).then(
    () => true,
    () => false,
  );
  if (!known) await writeFileAtomically(path, archive);
  return { reference, path };
}
