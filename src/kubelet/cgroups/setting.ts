import { constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A value for a file of a group. */
export interface Setting {
  readonly directory: string;
  readonly file: string;
  readonly value: string;
}

/**
 * Writes one after the other. What the kernel refuses as not fitting the rest (a shorter period with the old quota, say) is
 * tried once more at the end, when the rest has changed.
 */
export async function applySettings(settings: readonly Setting[]): Promise<void> {
  const refused: Setting[] = [];
  for (const setting of settings) {
    try {
      await write(setting);
    } catch (error) {
      if (!isInvalid(error)) throw notSet(setting, error);
      refused.push(setting);
    }
  }
  for (const setting of refused) await write(setting).catch((error: unknown) => Promise.reject(notSet(setting, error)));
}

/** Files of groups are there or not; they cannot be made. */
const flag = constants.O_WRONLY | constants.O_TRUNC;

const write = ({ directory, file, value }: Setting): Promise<void> => writeFile(join(directory, file), value, { flag });

const isInvalid = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EINVAL';

const notSet = ({ directory, file, value }: Setting, cause: unknown): Error =>
  new Error(`cannot set ${join(directory, file)} to ${value}`, { cause });
