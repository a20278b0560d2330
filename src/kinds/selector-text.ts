import type { LabelSelector } from '../model/meta.ts';
import { selectorToString } from '../model/labels.ts';
import { compiledSelector } from './core/template-validation.ts';

/** A selector as clients pass it in queries, e.g. `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelector | undefined | null): string {
  const compiled = compiledSelector(selector);
  return compiled ? selectorToString(compiled) : '<invalid>';
}
