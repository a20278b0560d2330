import type { KubeObject } from '../../model/kind.ts';
import { SharedStrings } from './shared-strings.ts';

/**
 * What a local copy keeps of objects that nobody else has. Not who set which field, which takes more memory than all the rest and
 * which those who keep copies never ask for; a write without it leaves it as it is. And equal strings once.
 */
export class KeptPart {
  readonly #strings = new SharedStrings();

  of<T extends KubeObject>(object: T): T {
    const { managedFields: _, ...metadata } = object.metadata;
    const kept = { ...object, metadata };
    this.#strings.share(kept);
    return kept;
  }
}
