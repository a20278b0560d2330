import type { Field, FieldErrors } from '../../../model/field.ts';
import { OwnerReference } from '../../../model/meta.ts';
import { defineType, list, object, string, time } from '../../../model/schema.ts';
import { decodeObject } from '../json-annotation.ts';

const PodSignature = defineType('io.k8s.api.core.v1.PodSignature', 'Which pods are meant.', {
  podController: object(1, OwnerReference, 'The object that makes the pods.'),
});

const PreferAvoidPodsEntry = defineType('io.k8s.api.core.v1.PreferAvoidPodsEntry', 'Pods that a node would rather not have.', {
  podSignature: object(1, PodSignature, 'Which pods are meant.'),
  evictionTime: time(2, 'When such pods were made to go.'),
  reason: string(3, 'Why, in one word.'),
  message: string(4, 'Why, in a sentence.'),
});

const AvoidPods = defineType('io.k8s.api.core.v1.AvoidPods', 'Pods that a node would rather not have.', {
  preferAvoidPods: list(1, PreferAvoidPodsEntry, 'The pods, by what makes them.'),
});

const annotation = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

/** Nobody heeds the annotation any more, but what stands in it must still be in order. */
export function* validateAvoidedPods(annotations: Readonly<Record<string, string>> | undefined, field: Field): FieldErrors {
  const text = annotations?.[annotation];
  if (!text) return;
  const { value, problem } = decodeObject(AvoidPods, text);
  if (problem !== undefined) yield field.at('AvoidPods').invalid(annotation, problem);
  for (const [index, { podSignature }] of value?.preferAvoidPods?.entries() ?? []) {
    const at = field.at(annotation).at(index, 'PodSignature');
    const owner = podSignature?.podController;
    if (!owner) yield at.required();
    else if (!owner.controller) yield at.at('PodController', 'Controller').invalid(false, 'must point to a controller');
  }
}
