import { notFound, type ApiError } from '../../../model/errors.ts';

/** Upstream looks these up in copies of its own, which name what they miss in the singular. */
export const notListed = (singular: 'node' | 'pod' | 'serviceaccount', name: string): ApiError =>
  notFound({ group: '', plural: singular, name });
