import type { Field, FieldError } from '../../../model/field.ts';

/** One thing that is wrong with a value, and where in it. */
export type Problem =
  | { readonly plain: string }
  | { readonly path: string; readonly isMissing: true }
  | { readonly path: string; readonly tooLong: number }
  | { readonly path: string; readonly tooMany: { readonly count: number; readonly most: number } }
  | { readonly path: string; readonly value: unknown; readonly allowed: readonly unknown[] }
  | {
      readonly path: string;
      readonly value: unknown;
      /** What the sentence is about, where that is not the value. */
      readonly subject?: string;
      readonly detail: string;
      readonly ofType?: boolean;
    };

/** What is wrong with a value, and how many checks it has passed: of schemas that do not match, the nearest is told about. */
export class Outcome {
  readonly problems: Problem[] = [];
  matches = 0;
  readonly #told = new Set<string>();

  get isValid(): boolean {
    return this.problems.length === 0;
  }

  /** What has been said already is not said again. */
  add(...problems: readonly Problem[]): this {
    for (const problem of problems) {
      const text = JSON.stringify(problem);
      if (this.#told.has(text)) continue;
      this.#told.add(text);
      this.problems.push(problem);
    }
    return this;
  }

  merge({ problems, matches }: Outcome): this {
    this.matches += matches;
    return this.add(...problems);
  }
}

export function problemAt(problem: Problem, field: Field): FieldError {
  if ('plain' in problem) return field.invalid('', problem.plain);
  const { path } = problem;
  const at = path === '' ? field : field.at(path.replace(/^\./, ''));
  if ('isMissing' in problem) return at.required();
  if ('tooLong' in problem) return at.tooLong(problem.tooLong);
  if ('tooMany' in problem) return at.tooMany(problem.tooMany.count, problem.tooMany.most);
  if ('allowed' in problem) {
    const allowed = problem.allowed.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
    return at.notSupported(problem.value, allowed);
  }
  const detail = `${problem.subject ?? `${path} in body`} ${problem.detail}`;
  return problem.ofType ? at.typeInvalid(problem.value, detail) : at.invalid(problem.value, detail);
}
