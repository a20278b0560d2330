import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

let collect: Collect | undefined;

/** Collects all garbage and gives its memory back to the machine. Takes a while, in which nothing else happens: for idle moments. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    // The function that this flag gives to new contexts.
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'major', flavor: 'last-resort' });
}
