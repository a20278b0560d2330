/** What a container of the simulation does. */
export interface Program {
  /** Ends by itself with this code after this time; runs until it is stopped otherwise. */
  readonly exits?: { readonly code: number; readonly afterMs: number } | undefined;
  /** How long it takes to end when asked to; forever when it does not listen. Default at once. */
  readonly stopsAfterMs?: number | undefined;
  /** What commands run in it do. Default: they succeed. */
  readonly execute?: ((command: readonly string[]) => { readonly exitCode: number; readonly stdout?: string }) | undefined;
  /** Cannot even be started, with this message. */
  readonly cannotStart?: string | undefined;
}
