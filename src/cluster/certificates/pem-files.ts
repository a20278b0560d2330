import { chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFilesAtomically } from '../../base/atomic-file.ts';

/** Where PEM files are kept, by name, e.g. `ca.crt`. */
export interface PemFiles {
  read(name: string): Promise<string | undefined>;
  /** Replaces each file as a whole, in the order given; after a crash the earlier ones may be there without the later ones. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** How to name a file in an error message. */
  locate(name: string): string;
}

/** For tests and clusters inside one process. */
export function memoryPemFiles(): PemFiles {
  const files = new Map<string, string>();
  return {
    read: async (name) => files.get(name),
    write: async (written) => {
      for (const [name, content] of Object.entries(written)) files.set(name, content);
    },
    locate: (name) => name,
  };
}

/** Files in a directory that only its owner may enter; keys are readable by the owner alone. */
export function directoryPemFiles(directory: string): PemFiles {
  return {
    async read(name) {
      try {
        return await readFile(join(directory, name), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(files) {
      const paths = Object.keys(files).map((name) => join(directory, name));
      await makePrivate(directory);
      for (const parent of new Set(paths.map(dirname))) if (parent !== directory) await makePrivate(parent);
      await writeFilesAtomically(
        Object.entries(files).map(([name, content]) => ({
          path: join(directory, name),
          content,
          mode: name.endsWith('.key') ? 0o600 : 0o644,
        })),
      );
    },
    locate: (name) => join(directory, name),
  };
}

async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
}

/** Keeps what is written until it is flushed, all at once: many files then cost one wait for the disk. */
export function stagedPemFiles(files: PemFiles): PemFiles & { flush(): Promise<void> } {
  const staged: Record<string, string> = {};
  return {
    read: async (name) => staged[name] ?? files.read(name),
    write: async (written) => void Object.assign(staged, written),
    flush: async () => {
      if (Object.keys(staged).length > 0) await files.write(staged);
    },
    locate: (name) => files.locate(name),
  };
}
