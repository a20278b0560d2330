import { createHash } from 'node:crypto';
import { encodeProtobuf } from '../../model/codec/protobuf.ts';
import { writeYaml } from '../../model/codec/yaml.ts';
import { APIGroupDiscoveryList } from '../../model/discovery.ts';
import { singularOf } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import { formatFor, type Representation } from '../representation/negotiate.ts';
import type { ServedGroup } from './groups.ts';

const type = { apiVersion: 'apidiscovery.k8s.io/v2', kind: 'APIGroupDiscoveryList' };
const typeParameters = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const mediaTypes = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
} as const;

/** Everything a client wants to know of all groups at once, if it asks for that form somewhere in its `Accept` header. */
export function aggregated({ headers }: Pick<ApiRequest, 'headers'>, groups: readonly ServedGroup[]): ApiResponse | undefined {
  const format = formatFor(headers['accept'] ?? '', ({ g, v, as }) => `g=${g};v=${v};as=${as}` === typeParameters);
  if (!format) return undefined;
  const known = documents.getOrInsertComputed(groups, () => {
    const list = aggregatedList(groups);
    return { list, tag: `"${createHash('sha512').update(JSON.stringify(list)).digest('hex').toUpperCase()}"`, bytes: {} };
  });
  const { tag } = known;
  const contentType = `${mediaTypes[format]};${typeParameters}`;
  const common = { etag: tag, vary: 'Accept', 'cache-control': 'public' };
  if (headers['if-none-match'] === tag)
    return { code: 304, headers: common, body: { type: 'bytes', contentType, bytes: new Uint8Array() } };
  const bytes = (known.bytes[format] ??= encode(known.list, format));
  return { code: 200, headers: common, body: { type: 'bytes', contentType, bytes } };
}

interface Known {
  readonly list: object;
  /** The same for all forms. */
  readonly tag: string;
  readonly bytes: Partial<Record<Representation['format'], Uint8Array>>;
}

const documents = new WeakMap<readonly ServedGroup[], Known>();

function encode(list: object, format: Representation['format']): Uint8Array {
  if (format === 'protobuf') return encodeProtobuf(APIGroupDiscoveryList, list, type);
  return Buffer.from(format === 'json' ? JSON.stringify(list) : writeYaml(list));
}

const aggregatedList = (groups: readonly ServedGroup[]): object => ({
  kind: type.kind,
  apiVersion: type.apiVersion,
  metadata: {},
  items: groups.map(groupItem),
});

const groupItem = ({ name, versions }: ServedGroup): object => ({
  metadata: name ? { name } : {},
  versions: versions.map(({ version, resources }) => ({
    version,
    resources: resources.map(({ kind, verbs, subresources }) => ({
      resource: kind.plural,
      // Empty means: as the group and version it stands in.
      responseKind: { group: '', version: '', kind: kind.kind },
      scope: kind.scope,
      singularResource: singularOf(kind),
      verbs,
      ...(kind.shortNames && { shortNames: kind.shortNames }),
      ...(kind.categories && { categories: kind.categories }),
      ...(subresources.length > 0 && {
        subresources: subresources.map(
          ({ name: subresource, responseKind, group = '', version: kindVersion = '', verbs: subresourceVerbs }) => ({
            subresource,
            responseKind: { group, version: kindVersion, kind: responseKind },
            verbs: subresourceVerbs,
          }),
        ),
      }),
    })),
    freshness: 'Current',
  })),
});
