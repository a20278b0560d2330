import { readFile } from 'node:fs/promises';
import { CommandError, runCommand } from '../../base/command.ts';
import type { ImageEntry } from './oci-image.ts';

/** A program of this machine with the libraries it is linked with, each at the path the loader looks for it. */
export async function programEntries(program: string, { path }: { path: string }): Promise<ImageEntry[]> {
  const files = [{ path, from: program }, ...(await libraries(program)).map((library) => ({ path: library.slice(1), from: library }))];
  return Promise.all(files.map(async ({ path, from }) => ({ path, content: await readFile(from), mode: 0o755 })));
}

async function libraries(program: string): Promise<string[]> {
  try {
    return parseLibraries(await runCommand('ldd', [program]));
  } catch (error) {
    // That is how ldd answers for a static program.
    if (error instanceof CommandError && error.stderr.includes('not a dynamic executable')) return [];
    throw error;
  }
}

/** Reads lines such as `libz.so.1 => /lib/libz.so.1 (0x7f)` and `/lib64/ld-linux-x86-64.so.2 (0x7f)`. */
export function parseLibraries(output: string): string[] {
  const missing = [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  if (missing.length > 0) throw new Error(`libraries are missing: ${missing.join(', ')}`);
  return [...new Set([...output.matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map(([, path = '']) => path))];
}
