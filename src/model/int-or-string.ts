export type IntOrString = number | string;

/**
 * The number itself, or that percentage of the total. Throws where the text is no percentage: validation comes before.
 */
export function scaledValue(value: IntOrString, total: number, { roundUp }: { roundUp: boolean }): number {
  if (typeof value === 'number') return value;
  const scaled = (percentOf(value) * total) / 100;
  return roundUp ? Math.ceil(scaled) : Math.floor(scaled);
}

export const isPercent = (value: IntOrString): value is string => typeof value === 'string' && /^[0-9]+%$/.test(value);

function percentOf(text: string): number {
  if (!text.endsWith('%')) throw new RangeError('invalid value for IntOrString: invalid type: string is not a percentage');
  const number = text.slice(0, -1);
  if (/^[-+]?\d+$/.test(number)) return Number(number);
  throw new RangeError(
    `invalid value for IntOrString: invalid value ${JSON.stringify(text)}: strconv.Atoi: parsing ${JSON.stringify(number)}: invalid syntax`,
  );
}
