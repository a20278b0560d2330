import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether there is a command of that name to be run. */
export async function commandIsThere(name: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // Not there.
    }
  }
  return false;
}
