import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface WholeFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits of the file, whatever the process's umask. Default 0600. */
  readonly mode?: number;
  /** Whom to give the file to. Default: whoever the process runs as. */
  readonly owner?: { readonly userId: number; readonly groupId: number };
}

/** Replaces a file so that a reader, or a crash, sees the old or the new content and never part of one. */
export const writeFileAtomically = (path: string, content: string | Uint8Array, options: Omit<WholeFile, 'path' | 'content'> = {}) =>
  writeFilesAtomically([{ path, content, ...options }]);

/** The same for several files: none is replaced before all are on disk, and they are replaced in the order given. */
export async function writeFilesAtomically(files: readonly WholeFile[]): Promise<void> {
  const written: { path: string; temporary: string }[] = [];
  try {
    await Promise.all(
      files.map(async ({ path, content, mode = 0o600, owner }) => {
        const temporary = `${path}.${randomUUID()}.tmp`;
        written.push({ path, temporary });
        await using file = await open(temporary, 'wx', mode);
        if (owner && (owner.userId !== process.geteuid?.() || owner.groupId !== process.getegid?.())) {
          await file.chown(owner.userId, owner.groupId);
        }
        await file.chmod(mode);
        await file.writeFile(content);
        await file.datasync();
      }),
    );
    const temporaryOf = new Map(written.map(({ path, temporary }) => [path, temporary]));
    for (const { path } of files) await rename(temporaryOf.get(path) ?? path, path);
  } finally {
    await Promise.all(written.map(({ temporary }) => rm(temporary, { force: true })));
  }
  // Renames outlive a power cut only once their directory is on disk as well.
  await Promise.all([...new Set(files.map(({ path }) => dirname(path)))].map(syncDirectory));
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  await directory.sync();
}
