import type { Pod } from '../../kinds/core/pod/index.ts';
import { maxScore, type Plugin } from '../plugin.ts';

const mebibyte = 1024 * 1024;
/** Less than this is pulled in no time; more than this for each container makes no difference. */
const leastBytes = 23 * mebibyte;
const mostBytesPerContainer = 1000 * mebibyte;

/** Prefers nodes that have the pod's images, the more so the more nodes have them, lest all pods go to the first one. */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,

  score({ pod }, _nodes, cluster) {
    const images = imagesOf(pod).map((name) => ({ name, share: cluster.nodesWithImage(name) / cluster.nodes.length }));
    const present = images.filter(({ share }) => share > 0);
    if (present.length === 0) return undefined;
    const containers = pod.spec.containers.length + (pod.spec.initContainers?.length ?? 0);
    const mostBytes = mostBytesPerContainer * containers;
    return {
      score({ imageBytes }) {
        let sum = 0;
        for (const { name, share } of present) sum += Math.trunc((imageBytes.get(name) ?? 0) * share);
        const bytes = Math.min(Math.max(sum, leastBytes), mostBytes);
        return Math.trunc((maxScore * (bytes - leastBytes)) / (mostBytes - leastBytes));
      },
    };
  },
};

const imagesOf = ({ spec }: Readonly<Pod>): readonly string[] =>
  [
    ...(spec.initContainers ?? []).map(({ image }) => image),
    ...spec.containers.map(({ image }) => image),
    ...(spec.volumes ?? []).map(({ image }) => image?.reference),
  ].flatMap((name) => (name ? [withTag(name)] : []));

/** As nodes report it: a name without a tag means the latest. */
const withTag = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name);
