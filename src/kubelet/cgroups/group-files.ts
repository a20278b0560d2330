import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './missing.ts';

/** The files of one group. What is not there, since the group or the controller is not, reads as undefined. */
export async function readText(directory: string | undefined, file: string): Promise<string | undefined> {
  if (directory === undefined) return undefined;
  try {
    return (await readFile(join(directory, file), 'utf8')).trimEnd();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** `max` reads as infinity. */
export async function readNumber(directory: string | undefined, file: string): Promise<number | undefined> {
  const text = await readText(directory, file);
  if (text === undefined) return undefined;
  return text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
}

export async function readBigInt(directory: string | undefined, file: string): Promise<bigint | undefined> {
  const text = await readText(directory, file);
  return text === undefined ? undefined : BigInt(text);
}

/** Lines of a name and a number, as memory.stat and cpu.stat have them. */
export async function readTable(directory: string | undefined, file: string): Promise<ReadonlyMap<string, number>> {
  const table = new Map<string, number>();
  for (const line of ((await readText(directory, file)) ?? '').split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) table.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return table;
}
