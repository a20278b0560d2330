/** What a client did to one key, and what it was told. Values are unique, so that a value tells who wrote it. */
export interface Operation {
  readonly key: string;
  readonly call: Call;
  /** Left out when it is not known: the write may have been made, or may yet be. */
  readonly answer?: Answer | undefined;
  /** Places in the order in which calls and answers were seen. */
  readonly called: number;
  /** Infinity when there was no answer. */
  readonly answered: number;
}

export type Call =
  | { readonly type: 'read' }
  | { readonly type: 'create'; readonly value: string }
  /** Only if the key has that value. */
  | { readonly type: 'update'; readonly expect: string; readonly value: string }
  | { readonly type: 'delete'; readonly expect: string };

export type Answer =
  | { readonly type: 'done' }
  /** Of a read: undefined when there was nothing. */
  | { readonly type: 'value'; readonly value: string | undefined }
  /** It was not as expected. */
  | { readonly type: 'lost' };

/** What a key holds. */
export type State = string | undefined;

/** What a call makes of a state, and what it then has to be told. */
export function apply(call: Call, state: State): { readonly state: State; readonly answer: Answer } {
  switch (call.type) {
    case 'read':
      return { state, answer: { type: 'value', value: state } };
    case 'create':
      return state === undefined ? { state: call.value, answer: { type: 'done' } } : { state, answer: { type: 'lost' } };
    case 'update':
      return state === call.expect ? { state: call.value, answer: { type: 'done' } } : { state, answer: { type: 'lost' } };
    case 'delete':
      return state === call.expect ? { state: undefined, answer: { type: 'done' } } : { state, answer: { type: 'lost' } };
    default:
      return call satisfies never;
  }
}
