/** Paths inside a volume to what the files hold. */
export type Payload = ReadonlyMap<string, PayloadFile>;

export interface PayloadFile {
  readonly data: Uint8Array;
  readonly mode: number;
  /** Whom to give the file to; left out, whoever the kubelet runs as. */
  readonly userId?: number | undefined;
}

const maxPathLength = 4096;
const maxNameLength = 255;

/** Throws an Error for paths that could lead out of a volume or that the writer of volumes keeps for itself. */
export function checkPayloadPath(path: string): void {
  if (path === '') throw new Error('invalid path: must not be empty: ""');
  if (path.startsWith('/')) throw new Error(`invalid path: must be relative path: ${path}`);
  if (path.length > maxPathLength) throw new Error(`invalid path: must be less than or equal to ${maxPathLength} characters`);
  const names = path.split('/');
  if (names.includes('..')) throw new Error(`invalid path: must not contain '..': ${path}`);
  if (names.some((name) => Buffer.byteLength(name) > maxNameLength)) {
    throw new Error(`invalid path: filenames must be less than or equal to ${maxNameLength} characters`);
  }
  if (path.startsWith('..')) throw new Error(`invalid path: must not start with '..': ${path}`);
}

interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number | undefined;
}

export interface KeySelection {
  readonly items?: readonly KeyToPath[] | undefined;
  readonly defaultMode: number;
  /** Keys that are missing are left out. */
  readonly optional?: boolean | undefined;
  /** What to say of a key that is missing. */
  readonly missing: (key: string) => string;
}

/** All keys under their own names, or those chosen under the paths they are given. */
export function selectKeys(data: ReadonlyMap<string, Uint8Array>, { items = [], defaultMode, optional, missing }: KeySelection): Payload {
  if (items.length === 0) return new Map([...data].map(([key, value]) => [key, { data: value, mode: defaultMode }]));
  const payload = new Map<string, PayloadFile>();
  for (const { key, path, mode = defaultMode } of items) {
    const value = data.get(key);
    if (value) payload.set(path, { data: value, mode });
    else if (!optional) throw new Error(missing(key));
  }
  return payload;
}
