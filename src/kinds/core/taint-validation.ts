import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelKey } from '../../model/label-validation.ts';
import { checkLabelValue } from '../../model/names.ts';
import type { Taint } from './node/schema.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function* validateTaintEffect(effect: string, field: Field): FieldErrors {
  if (!effect) yield field.required();
  else if (!effects.includes(effect)) yield field.notSupported(effect, effects);
}

export function* validateTaints(taints: readonly Taint[], field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const { key, value = '', effect } = taint;
    const at = field.at(index);
    yield* validateLabelKey(key, at.at('key'));
    const problems = checkLabelValue(value);
    if (problems.length > 0) yield at.at('value').invalid(value, problems.join(';'));
    yield* validateTaintEffect(effect, at.at('effect'));
    const id = `${effect} ${key}`;
    if (seen.has(id)) {
      const error = at.duplicate({ Key: key, Value: value, Effect: effect, TimeAdded: taint.timeAdded ?? null });
      yield { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
    }
    seen.add(id);
  }
}
