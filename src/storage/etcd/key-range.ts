import { prefixEnd } from '../key.ts';

export interface KeyRange {
  readonly key: string;
  readonly rangeEnd: string;
}

/** In etcd's notation: from the first key there can be, and to no end. */
const nul = '\0';

export const everything: KeyRange = { key: nul, rangeEnd: nul };

/** All keys that begin with the prefix, or those of them behind one. */
export const keysUnder = (prefix: string, after = ''): KeyRange => ({
  key: (after >= prefix && after !== '' ? `${after}${nul}` : prefix) || nul,
  rangeEnd: prefixEnd(prefix) ?? nul,
});
