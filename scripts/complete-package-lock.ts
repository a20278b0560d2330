// Adds to package-lock.json the optional packages for other platforms that npm left out because the registry it asked did not
// have them. Without them `npm ci` finds the lock incomplete and refuses to install anything. Says what it added.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLock } from './package-lock.ts';

const path = join(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = completeLock(lock);
for (const name of added) console.log(name);
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
