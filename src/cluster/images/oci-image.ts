import { createHash } from 'node:crypto';
import { packTar } from 'modern-tar';

/** As in OCI documents, which use Go's names. */
export type ImageArchitecture = 'amd64' | 'arm64';

export const hostArchitecture = (): ImageArchitecture => (process.arch === 'arm64' ? 'arm64' : 'amd64');

/** Something in an image. Paths have no leading slash; folders on the way to a file need not be given. */
export type ImageEntry =
  | { readonly path: string; readonly content: string | Uint8Array; readonly mode?: number; readonly owner?: Owner }
  | { readonly path: string; readonly linkTo: string }
  | { readonly path: string; readonly folder: true; readonly mode?: number; readonly owner?: Owner };

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The part of an OCI image configuration that says how to run it. */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly StopSignal?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

export interface OciImage {
  /** The full name it is imported under, e.g. `localhost/nginx:1`. */
  readonly reference: string;
  readonly entries: readonly ImageEntry[];
  readonly config: ImageConfig;
  readonly architecture?: ImageArchitecture;
}

/**
 * An image of one layer as an OCI image layout in a tar archive, as `ctr images import` and `docker load` read it. The same
 * input gives the same bytes, so its digest says what is in it. The layer is not compressed: it never leaves the machine.
 */
export async function ociImage({ reference, entries, config, architecture = hostArchitecture() }: OciImage): Promise<Uint8Array> {
  const platform = { architecture, os: 'linux' };
  const layer = blob('application/vnd.oci.image.layer.v1.tar', await packTar(entries.map(toTarEntry)));
  const configuration = blob(
    'application/vnd.oci.image.config.v1+json',
    json({ ...platform, config, rootfs: { type: 'layers', diff_ids: [layer.descriptor.digest] } }),
  );
  const manifest = blob(
    manifestType,
    json({ schemaVersion: 2, mediaType: manifestType, config: configuration.descriptor, layers: [layer.descriptor] }),
  );
  const annotations = { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': tagOf(reference) };
  const index = json({ schemaVersion: 2, manifests: [{ ...manifest.descriptor, annotations, platform }] });
  return packTar(
    [
      { path: 'oci-layout', content: json({ imageLayoutVersion: '1.0.0' }) },
      { path: 'index.json', content: index },
      ...[configuration, manifest, layer].map(({ path, content }) => ({ path, content })),
    ].map(toTarEntry),
  );
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

function blob(mediaType: string, content: Uint8Array) {
  const hash = createHash('sha256').update(content).digest('hex');
  return { path: `blobs/sha256/${hash}`, content, descriptor: { mediaType, digest: `sha256:${hash}`, size: content.length } };
}

const tagOf = (reference: string) => reference.slice(reference.lastIndexOf(':') + 1);

const epoch = new Date(0);

function toTarEntry(entry: ImageEntry) {
  if ('linkTo' in entry) {
    return { header: { name: entry.path, type: 'symlink' as const, linkname: entry.linkTo, mode: 0o777, size: 0, mtime: epoch } };
  }
  const { uid, gid } = entry.owner ?? { uid: 0, gid: 0 };
  if ('folder' in entry) {
    const name = entry.path.endsWith('/') ? entry.path : `${entry.path}/`;
    return { header: { name, type: 'directory' as const, mode: entry.mode ?? 0o755, size: 0, uid, gid, mtime: epoch } };
  }
  const body = typeof entry.content === 'string' ? Buffer.from(entry.content) : entry.content;
  return {
    header: { name: entry.path, type: 'file' as const, mode: entry.mode ?? 0o644, size: body.length, uid, gid, mtime: epoch },
    body,
  };
}
