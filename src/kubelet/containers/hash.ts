import type { Container } from '../../kinds/core/pod/container.ts';

/**
 * What tells whether a running container is still the one the pod asks for: its name and image. The number is the one upstream
 * computes, so that either kubelet can take over the containers of the other: FNV-1a over how Go's dump package prints the
 * bytes of the fields' JSON.
 */
export function containerHash({ name, image = '' }: Pick<Container, 'name' | 'image'>): string {
  const bytes = new TextEncoder().encode(goJson({ image, name }));
  return fnv1a(`([]uint8)[${bytes.join(' ')}]`).toString(16);
}

/** Go writes these three characters as escapes. */
const goJson = (value: object): string =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
