import { Pod } from '../../kinds/core/pod/index.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

const name = 'node';

export const podsByNode = index(Pod, name, ({ spec }) => (spec.nodeName ? [spec.nodeName] : []));

/** For controllers that declare the index `podsByNode`. */
export const podsOn = (node: string, cache: Cache): readonly Pod[] => cache.byIndex(Pod, name, node);
