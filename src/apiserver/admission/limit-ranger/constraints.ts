import { compareQuantities, isZeroQuantity, multiplyQuantity, quantityNumber } from '../../../model/quantity.ts';

export interface Constraint {
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly type: string;
  readonly resource: string;
  readonly enforced: string;
  readonly request: string | undefined;
  readonly limit: string | undefined;
}

export function* belowMinimum({ type, resource, enforced, request, limit }: Constraint): Iterable<string> {
  const minimum = `minimum ${resource} usage per ${type} is ${enforced}`;
  if (request === undefined) yield `${minimum}.  No request is specified`;
  else if (compareQuantities(request, enforced) < 0) yield `${minimum}, but request is ${request}`;
  else if (limit !== undefined && compareQuantities(limit, enforced) < 0) yield `${minimum}, but limit is ${limit}`;
}

/** `of` is what has to be there, and is looked at first. */
export function* aboveMaximum({
  type,
  resource,
  enforced,
  request,
  limit,
  of,
}: Constraint & { of: 'limit' | 'request' }): Iterable<string> {
  const maximum = `maximum ${resource} usage per ${type} is ${enforced}`;
  const needed = of === 'limit' ? limit : request;
  if (needed === undefined) yield `${maximum}.  No ${of} is specified`;
  else if (compareQuantities(needed, enforced) > 0) yield `${maximum}, but ${of} is ${needed}`;
  else if (request !== undefined && compareQuantities(request, enforced) > 0) yield `${maximum}, but request is ${request}`;
}

export function* aboveRatio({ type, resource, enforced, request, limit }: Constraint): Iterable<string> {
  const ratio = `${resource} max limit to request ratio per ${type} is ${enforced}`;
  if (request === undefined || isZeroQuantity(request)) yield `${ratio}, but no request is specified or request is 0`;
  else if (limit === undefined || isZeroQuantity(limit)) yield `${ratio}, but no limit is specified or limit is 0`;
  else if (isAbove({ request, limit, enforced })) {
    yield `${ratio}, but provided ratio is ${(quantityNumber(limit) / quantityNumber(request)).toFixed(6)}`;
  }
}

/** Compared by whole numbers, so that no rounding decides. */
function isAbove({ request, limit, enforced }: { request: string; limit: string; enforced: string }): boolean {
  const thousandths = Math.ceil(quantityNumber(enforced) * 1000);
  return compareQuantities(multiplyQuantity(limit, 1000), multiplyQuantity(request, thousandths)) > 0;
}
