import { goQuote } from '../base/go-quote.ts';

/** One problem with one field, as it appears in the causes of a 422 answer. */
export interface FieldError {
  readonly reason: FieldErrorReason;
  readonly field: string;
  readonly message: string;
}

export type FieldErrors = Iterable<FieldError>;

export type FieldErrorReason =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** A position inside an object, such as `spec.containers[0].name`, that can say what is wrong there. */
export class Field {
  readonly path: string;

  /** What upstream calls the object where a problem is with all of it. */
  static readonly whole = new Field('[]');

  constructor(path = '') {
    this.path = path;
  }

  /** Names are joined by dots; numbers are indexes; use `key` for map keys. */
  at(...steps: readonly (string | number)[]): Field {
    let path = this.path;
    for (const step of steps) path = typeof step === 'number' ? `${path}[${step}]` : path ? `${path}.${step}` : step;
    return new Field(path);
  }

  key(name: string): Field {
    return new Field(`${this.path}[${name}]`);
  }

  required(detail = ''): FieldError {
    return this.#error('FieldValueRequired', 'Required value', detail);
  }

  invalid(value: unknown, detail: string): FieldError {
    return this.#error('FieldValueInvalid', `Invalid value: ${shown(value)}`, detail);
  }

  /** Where what is wrong is how things fit together, and no single value can be shown. */
  inconsistent(detail: string): FieldError {
    return this.#error('FieldValueInvalid', 'Invalid value', detail);
  }

  forbidden(detail: string): FieldError {
    return this.#error('FieldValueForbidden', 'Forbidden', detail);
  }

  duplicate(value: unknown): FieldError {
    return this.#error('FieldValueDuplicate', `Duplicate value: ${shown(value)}`, '');
  }

  notFound(value: unknown): FieldError {
    return this.#error('FieldValueNotFound', `Not found: ${shown(value)}`, '');
  }

  notSupported(value: unknown, supported: readonly string[]): FieldError {
    const values = supported.map((each) => JSON.stringify(each));
    return this.#error(
      'FieldValueNotSupported',
      `Unsupported value: ${shown(value)}`,
      supported.length > 0 ? `supported values: ${values.join(', ')}` : '',
    );
  }

  tooLong(maxLength: number): FieldError {
    const unit = maxLength === 1 ? 'byte' : 'bytes';
    return this.#error('FieldValueTooLong', 'Too long', maxLength >= 0 ? `may not be more than ${maxLength} ${unit}` : 'value is too long');
  }

  tooMany(count: number, maxCount: number): FieldError {
    const unit = maxCount === 1 ? 'item' : 'items';
    return this.#error('FieldValueTooMany', `Too many: ${count}`, `must have at most ${maxCount} ${unit}`);
  }

  typeInvalid(value: unknown, detail: string): FieldError {
    return this.#error('FieldValueTypeInvalid', `Invalid value: ${shown(value)}`, detail);
  }

  /** Where checking itself goes wrong. */
  internalError(detail: string): FieldError {
    return this.#error('InternalError', 'Internal error', detail);
  }

  #error(reason: FieldErrorReason, what: string, detail: string): FieldError {
    return { reason, field: this.path, message: detail ? `${what}: ${detail}` : what };
  }
}

/** Values as upstream's messages show them: strings quoted as Go does, numbers plain, structures as JSON that may stand in HTML. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
