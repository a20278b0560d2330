import { goForm } from '../../go-form.ts';
import { HorizontalPodAutoscalerBehavior } from '../horizontal-pod-autoscaler/schema.ts';
import { readObject } from './carried-text.ts';

/** The annotation shows upstream's own names, which start with capitals. */
export const behaviorText = (behavior: HorizontalPodAutoscalerBehavior): string =>
  JSON.stringify(goForm(HorizontalPodAutoscalerBehavior, behavior));

export function behaviorFromText(text: string | undefined): HorizontalPodAutoscalerBehavior | undefined {
  const behavior = readObject(HorizontalPodAutoscalerBehavior, text, withSmallNames);
  return behavior?.scaleUp || behavior?.scaleDown ? behavior : undefined;
}

function withSmallNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallNames);
  if (typeof value !== 'object' || value === null) return value;
  const small = (name: string): string => (name[0] ?? '').toLowerCase() + name.slice(1);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [small(name), withSmallNames(inner)]));
}
