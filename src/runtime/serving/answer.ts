/** What a request is answered. */
export interface Answer {
  readonly status: number;
  /** Plain text, unless given. */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

export interface TextAnswer extends Answer {
  readonly body: string;
}

export const textAnswer = (status: number, body: string): TextAnswer => ({ status, body });

export const jsonAnswer = (value: unknown, replacer?: (key: string, value: unknown) => unknown): Answer => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(value, replacer),
});
