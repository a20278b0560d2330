import { runCommand } from '../../base/command.ts';
import type { LocalNode } from './local-node.ts';

export interface LoadImageOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Puts the images of an archive (OCI or Docker; its path or what is in it) where the node's kubelet finds them. */
export async function loadImage(
  node: Pick<LocalNode, 'criSocket' | 'snapshotter'>,
  archive: string | Uint8Array,
  { signal }: LoadImageOptions = {},
): Promise<void> {
  const [path, input] = typeof archive === 'string' ? [archive, undefined] : ['-', archive];
  const args = ['--address', node.criSocket, '--namespace', 'k8s.io', 'images', 'import', '--snapshotter', node.snapshotter, path];
  await runCommand('ctr', args, { signal, input, timeoutMs: 300_000 });
}
