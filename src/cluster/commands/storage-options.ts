import { InvalidArgumentError, Option, type Command } from 'commander';
import { embeddedStorage, type StorageSettings } from '../storage-backend.ts';
import { duration } from './options.ts';

export interface StorageFlags {
  readonly storageBackend: 'sqlite' | 'etcd' | 'etcd3' | undefined;
  readonly etcdServers: readonly string[];
  readonly etcdPrefix: string;
  readonly etcdCafile?: string;
  readonly etcdCertfile?: string;
  readonly etcdKeyfile?: string;
  readonly etcdCompactionInterval: number;
  readonly storageMediaType: StorageSettings['mediaType'];
}

/** Upstream's options of storage, and the embedded store. */
export const withStorage = (command: Command): Command =>
  command
    .addOption(
      new Option('--storage-backend <name>', 'sqlite, the embedded store, or etcd; etcd when there are --etcd-servers').choices([
        'sqlite',
        'etcd',
        'etcd3',
      ]),
    )
    .option('--etcd-servers <urls>', 'the members of etcd, e.g. https://10.0.0.1:2379,https://10.0.0.2:2379', servers, [])
    .option('--etcd-prefix <prefix>', 'where the keys of all resources begin', prefix, embeddedStorage.prefix)
    .option('--etcd-cafile <file>', 'the authorities that etcd is trusted by')
    .option('--etcd-certfile <file>', 'the certificate to show to etcd')
    .option('--etcd-keyfile <file>', 'the key of that certificate')
    .option(
      '--etcd-compaction-interval <duration>',
      'how often history is forgotten; 0 never',
      duration,
      embeddedStorage.compactionIntervalMs,
    )
    .addOption(
      new Option('--storage-media-type <type>', 'how objects are written; they are read either way')
        .choices(['application/json', 'application/vnd.kubernetes.protobuf'])
        .default(embeddedStorage.mediaType),
    );

/** Throws when the flags do not fit each other. */
export function storageSettings(flags: StorageFlags): StorageSettings {
  const { etcdServers, etcdCertfile, etcdKeyfile } = flags;
  const backend = (flags.storageBackend ?? (etcdServers.length > 0 ? 'etcd' : 'sqlite')) === 'sqlite' ? 'sqlite' : 'etcd';
  if (backend === 'etcd' && etcdServers.length === 0) throw new Error('--storage-backend=etcd needs --etcd-servers');
  if (backend === 'sqlite' && etcdServers.length > 0) throw new Error('--etcd-servers are of no use to --storage-backend=sqlite');
  if ((etcdCertfile === undefined) !== (etcdKeyfile === undefined)) throw new Error('--etcd-certfile and --etcd-keyfile go together');
  return {
    backend,
    etcdServers,
    prefix: flags.etcdPrefix,
    etcdFiles: { ca: flags.etcdCafile, certificate: etcdCertfile, key: etcdKeyfile },
    compactionIntervalMs: flags.etcdCompactionInterval,
    mediaType: flags.storageMediaType,
  };
}

function servers(text: string, before: readonly string[]): readonly string[] {
  const urls = text.split(',').map((each) => each.trim());
  for (const url of urls) {
    const parsed = URL.parse(url);
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/')
      throw new InvalidArgumentError(`${JSON.stringify(url)} is not of the form https://host:port`);
  }
  return [...before, ...urls];
}

/** Without a slash at the end, and with one in front. */
function prefix(text: string): string {
  const segments = text.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) throw new InvalidArgumentError('a prefix is a path such as /registry');
  return `/${segments.join('/')}`;
}
