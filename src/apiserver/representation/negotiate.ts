import { ApiError } from '../../model/errors.ts';

/** How an answer is to be shown. */
export interface Representation {
  readonly format: 'json' | 'yaml' | 'protobuf';
  /** Another view of objects than they are stored in. */
  readonly view?: View;
  /** Where the view is to be of another version than `meta.k8s.io/v1`. */
  readonly viewVersion?: 'v1beta1';
  /** As `pretty` in the media type asks. */
  readonly pretty?: boolean;
  /** What to show instead where protobuf was preferred and the answer has no such form. */
  readonly otherwise?: Representation;
}

export type View = 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

const views: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];
const formats: Readonly<Record<string, Representation['format']>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
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
  const wanted = clauses(accept);
  const [first, ...others] = wanted.flatMap((clause) => representationOf(clause) ?? []);
  if (!first) throw wanted.some(({ mediaType }) => mediaType in formats) ? notAcceptable() : unknownMediaTypes();
  const otherwise = first.format === 'protobuf' && others.find(({ format, view }) => format !== 'protobuf' && view === first.view);
  return otherwise ? { ...first, otherwise } : first;
}

export const notAcceptable = (): ApiError =>
  new ApiError('NotAcceptable', `only the following media types are accepted: ${mediaTypes.join(', ')}`);

/** Upstream's router answers these itself, in its own words. */
const unknownMediaTypes = (): ApiError =>
  new ApiError('NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${mediaTypes.join(', ')}`, { details: {} });

/** In the order of upstream's messages. */
export const mediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;

function representationOf({ mediaType, parameters }: Clause): Representation | undefined {
  const format = formats[mediaType];
  const { as, g, v, pretty } = parameters;
  if (!format || (as !== undefined && !isView({ as, g, v }))) return undefined;
  // The cells of a table may be of any type, which protobuf has no form for.
  if (as === 'Table' && format === 'protobuf') return undefined;
  return {
    format,
    ...(as !== undefined && { view: as as View }),
    ...(as !== undefined && v === 'v1beta1' && { viewVersion: v }),
    ...(pretty === '1' && { pretty: true }),
  };
}

// To clients that see JSON, the versions of meta.k8s.io that serve these views differ in name only.
const isView = ({ as, g, v }: { as: string; g: string | undefined; v: string | undefined }): boolean =>
  views.includes(as) && g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1');

/** The format of the first clause of an `Accept` header that asks for something by its parameters; undefined when none does. */
export function formatFor(
  accept: string,
  isAskedFor: (parameters: Readonly<Record<string, string>>) => boolean,
): Representation['format'] | undefined {
  const found = clauses(accept).find(({ mediaType, parameters }) => Object.hasOwn(formats, mediaType) && isAskedFor(parameters));
  return found && formats[found.mediaType];
}

/** The media types of an `Accept` header in order of preference, without parameters. */
export const acceptedTypes = (accept: string): readonly string[] => clauses(accept).map(({ mediaType }) => mediaType);

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
