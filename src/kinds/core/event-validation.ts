import type { Field, FieldErrors } from '../../model/field.ts';
import { validateQualifiedName } from '../field-checks.ts';
import type { ObjectReference } from './reference.ts';

/** What both APIs for events know of one. */
export interface AnyEvent {
  readonly namespace: string;
  readonly regarding: ObjectReference;
  readonly eventTime: string | null | undefined;
  readonly action: string | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly controller: string;
  readonly controllerField: string;
  readonly instance: string;
}

const maxLength = 128;
const maxMessageLength = 1024;

/** Events without a time of their own are of the old kind, of which little is asked. */
export function* validateEvent(event: AnyEvent, field: Field): FieldErrors {
  const { namespace, regarding, eventTime, action = '', reason = '', message = '', controller, controllerField, instance } = event;
  const regardingNamespace = regarding.namespace ?? '';
  const fits = regardingNamespace
    ? eventTime || regardingNamespace === namespace
    : namespace === 'default' || (eventTime && namespace === 'kube-system');
  if (!fits) yield field.at('involvedObject', 'namespace').invalid(regardingNamespace, 'does not match event.namespace');
  if (!eventTime) return;
  if (!controller) yield field.at(controllerField).required();
  yield* validateQualifiedName(controller, field.at(controllerField));
  yield* validateText(instance, maxLength, field.at('reportingInstance'));
  yield* validateText(action, maxLength, field.at('action'));
  yield* validateText(reason, maxLength, field.at('reason'));
  if (Buffer.byteLength(message) > maxMessageLength)
    yield field.at('message').invalid('', `can have at most ${maxMessageLength} characters`);
}

function* validateText(text: string, longest: number, field: Field): FieldErrors {
  if (!text) yield field.required();
  if (Buffer.byteLength(text) > longest) yield field.invalid('', `can have at most ${longest} characters`);
}
