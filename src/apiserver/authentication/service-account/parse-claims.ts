import type { Reference } from './claims.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

export function referenceOf(value: unknown): (Reference & { readonly uid: string }) | undefined {
  return isFields(value) ? { name: textOf(value['name']), uid: textOf(value['uid']) } : undefined;
}

/** RFC 7519: one audience may stand without a list. */
export const audiencesOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
