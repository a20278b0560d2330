/** The only column of a row, which holds a number; 0 when there is no row or the column is null. */
export function number(row: Record<string, unknown> | undefined): number {
  const [value] = Object.values(row ?? {});
  return typeof value === 'number' ? value : 0;
}
