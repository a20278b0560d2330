import { runCommand } from '../../base/command.ts';
import { findCommand } from '../host/packages.ts';
import { ociImage, type ImageConfig, type ImageEntry } from './oci-image.ts';
import { programEntries } from './program-entries.ts';

export interface BusyboxImageOptions {
  readonly reference: string;
  /** Besides what makes up the system. */
  readonly entries?: readonly ImageEntry[];
  readonly config?: ImageConfig;
}

/** A small Linux system around this machine's busybox: a shell and some three hundred commands. */
export async function busyboxImage({ reference, entries = [], config = {} }: BusyboxImageOptions): Promise<Uint8Array> {
  return ociImage({
    reference,
    entries: [...systemEntries, ...(await busyboxEntries()), ...entries],
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['sh'], ...config },
  });
}

/** The program and a link for each of its commands. */
export async function busyboxEntries(): Promise<ImageEntry[]> {
  const busybox = await findCommand('busybox');
  if (!busybox) throw new Error('busybox is not on this machine; on Debian it is in the package busybox-static');
  const commands = (await runCommand(busybox, ['--list'])).split('\n').filter((command) => command && command !== 'busybox');
  return [
    ...(await programEntries(busybox, { path: 'bin/busybox' })),
    ...commands.map((command) => ({ path: `bin/${command}`, linkTo: 'busybox' })),
  ];
}

const folders = ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'run', 'sys', 'usr', 'usr/bin', 'usr/sbin', 'var', 'var/log', 'var/run'];

/** What programs expect of any Linux system. */
export const systemEntries: readonly ImageEntry[] = [
  ...folders.map((path) => ({ path, folder: true as const })),
  { path: 'tmp', folder: true, mode: 0o1777 },
  {
    path: 'etc/passwd',
    content: [
      'root:x:0:0:root:/root:/bin/sh',
      'www-data:x:33:33:www-data:/:/bin/false',
      'nobody:x:65534:65534:nobody:/:/bin/false',
      '',
    ].join('\n'),
  },
  { path: 'etc/group', content: 'root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n' },
];
