/** What one try has found. */
export interface ProbeOutcome {
  /** A warning counts as success, but users are told. */
  readonly result: 'Success' | 'Warning' | 'Failure';
  readonly output: string;
}
