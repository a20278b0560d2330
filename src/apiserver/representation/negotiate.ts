import { ApiError } from '../../model/errors.ts';

/** How an answer is to be shown. */
export interface Representation {
  readonly format: 'json' | 'yaml';
  /** Another view of objects than they are stored in. */
  readonly view?: View;
  /** As `pretty` in the media type asks. */
  readonly pretty?: boolean;
}

export type View = 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

const views: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];
const formats: Readonly<Record<string, Representation['format']>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/*': 'json',
  '*/*': 'json',
};

interface Clause {
  readonly mediaType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

/** The first clause of an `Accept` header that this server can serve. JSON when there is none. */
export function negotiate(accept: string | undefined): Representation {
  if (!accept) return { format: 'json' };
  for (const { mediaType, parameters } of clauses(accept)) {
    const format = formats[mediaType];
    if (!format) continue;
    const { as, g, v, pretty } = parameters;
    if (as !== undefined && !isView({ as, g, v })) continue;
    return { format, ...(as !== undefined && { view: as as View }), ...(pretty === '1' && { pretty: true }) };
  }
  throw new ApiError('NotAcceptable', 'only the following media types are accepted: application/json, application/yaml');
}

// The versions of meta.k8s.io that serve these views differ in name only.
const isView = ({ as, g, v }: { as: string; g: string | undefined; v: string | undefined }): boolean =>
  views.includes(as) && g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1');

/** In order of preference: by quality, then as written. RFC 9110 section 12.5.1. */
function clauses(accept: string): readonly Clause[] {
  return accept
    .split(',')
    .map((clause): Clause => {
      const [mediaType = '', ...rest] = clause.split(';').map((part) => part.trim());
      const parameters = Object.fromEntries(rest.map((part) => part.split('=', 2) as [string, string]));
      return { mediaType: mediaType.toLowerCase(), parameters, quality: Number(parameters['q'] ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
}
