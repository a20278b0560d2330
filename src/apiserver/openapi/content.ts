import { mediaTypes } from '../representation/negotiate.ts';

/** What an object may be answered as, and what a request may come as where it says so itself. */
export const objectTypes: readonly string[] = mediaTypes;
export const anyType: readonly string[] = ['*/*'];
/** What lists may be answered as, since they may be watches. */
export const listTypes = [...objectTypes, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
