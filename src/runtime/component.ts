/** Something that works until told to stop. Resolves when it has stopped; rejects when it broke. */
export interface Component {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
  /** Resolves once others may rely on it; at once, unless given. Rejects when the signal aborts first. */
  ready?(signal: AbortSignal): Promise<void>;
}
