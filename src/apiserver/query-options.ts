import { readInt64 } from '../base/go-integer.ts';
import { ApiError, badRequest, invalid, unexplained } from '../model/errors.ts';
import { Field, type FieldError } from '../model/field.ts';
import { validateFieldManager } from '../model/metadata-validation.ts';
import { isTrue } from './request-info.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What the query of a write can ask for. */
export interface WriteQuery {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean | undefined;
}

const validations: readonly string[] = ['', 'Ignore', 'Strict', 'Warn'];

/** Throws when an option has a value that there is not. `check` finds what else is wrong with this kind of options. */
export function writeQuery(
  query: URLSearchParams,
  options: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  check: (query: WriteQuery) => readonly FieldError[] = () => [],
): WriteQuery {
  const force = query.get('force');
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const asked: WriteQuery = {
    dryRun: dryRun.length > 0,
    fieldManager: query.get('fieldManager') ?? '',
    // Checked below.
    fieldValidation: (query.get('fieldValidation') || 'Warn') as FieldValidation,
    force: force === null ? undefined : isTrue(force),
  };
  const { fieldManager, fieldValidation } = asked;
  const field = new Field();
  const problems = [...check(asked), ...validateFieldManager(fieldManager, field.at('fieldManager'))];
  if (dryRun.some((value) => value !== 'All')) problems.push(field.at('dryRun').notSupported(dryRun, ['All']));
  if (!validations.includes(fieldValidation)) problems.push(field.at('fieldValidation').notSupported(fieldValidation, validations));
  if (problems.length > 0) throw invalid({ group: 'meta.k8s.io', kind: options, name: '' }, problems);
  return asked;
}

export interface ListQuery {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly limit: number;
  readonly continueToken: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly timeoutSeconds: number | undefined;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
}

export function listQuery(query: URLSearchParams): ListQuery {
  const sendInitialEvents = query.get('sendInitialEvents');
  return {
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: query.get('fieldSelector') ?? '',
    limit: integer(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get('resourceVersionMatch') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    allowWatchBookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: sendInitialEvents === null ? undefined : isTrue(sendInitialEvents),
  };
}

/** A whole number of 64 bits, as Go reads it. Throws BadRequest for what is none. */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const read = readInt64(text);
  if (read.problem !== undefined) throw badRequest(read.problem);
  return Number(read.value);
}

/** A resource version as lists and watches take it. */
export function parseResourceVersion(text: string, { verb }: { verb: 'get' | 'list' | 'watch' }): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(text);
  const syntax = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  const { field, message } = new Field('resourceVersion').invalid(text, syntax);
  throw verb === 'list' ? badRequest(`invalid resource version: ${field}: ${message}`) : unexplained(`${field}: ${message}`);
}

/** Resource versions that have not been reached: the client has talked to a newer store. */
export const tooLarge = (requested: number, current: number): ApiError =>
  new ApiError('Timeout', `Timeout: Too large resource version: ${requested}, current: ${current}`, {
    details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
  });
