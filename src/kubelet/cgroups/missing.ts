/** Whether a group or one of its files was not there, or went away while it was looked at. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENODEV' || error.code === 'ENOTDIR');
