import type { Field, FieldErrors } from '../../model/field.ts';
import { compareQuantities, quantityNumber } from '../../model/quantity.ts';
import { validateQualifiedName } from '../field-checks.ts';
import type { LimitRangeItem } from './limit-range.ts';
import type { ResourceList } from './resource-list.ts';
import { isOvercommitAllowed } from './resource-name.ts';
import { validateContainerResourceName, validateResourceName } from './resource-validation.ts';

const standardTypes = ['Pod', 'Container', 'PersistentVolumeClaim'];

export function* validateLimits(items: readonly LimitRangeItem[], field: Field): FieldErrors {
  const types = new Set<string>();
  for (const [index, item] of items.entries()) {
    const at = field.at(index);
    yield* validateType(item.type, at.at('type'));
    if (types.has(item.type)) yield at.at('type').duplicate(item.type);
    types.add(item.type);
    yield* validateNames(item, at);
    if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage']) {
      yield at.at('limits').required('either minimum or maximum storage value is required, but neither was provided');
    }
    const lists = [item.max, item.min, ...(item.type === 'Pod' ? [] : [item.default, item.defaultRequest]), item.maxLimitRequestRatio];
    const names = new Set(lists.flatMap((list) => Object.keys(list ?? {})));
    for (const name of names) yield* validateBounds(name, item, at);
  }
}

function* validateType(type: string, field: Field): FieldErrors {
  const problems = [...validateQualifiedName(type, field)];
  yield* problems;
  if (problems.length === 0 && !type.includes('/') && !standardTypes.includes(type)) {
    yield field.invalid(type, 'must be a standard limit type or fully qualified');
  }
}

function* validateNames(item: LimitRangeItem, field: Field): FieldErrors {
  const validateName = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
  const ofList = function* (list: ResourceList | undefined, name: string): FieldErrors {
    for (const resource of Object.keys(list ?? {})) yield* validateName(resource, field.at(name).key(resource));
  };
  yield* ofList(item.max, 'max');
  yield* ofList(item.min, 'min');
  for (const name of ['default', 'defaultRequest'] as const) {
    if (item.type !== 'Pod') yield* ofList(item[name], name);
    else if (item[name]) yield field.at(name).forbidden("may not be specified when `type` is 'Pod'");
  }
  yield* ofList(item.maxLimitRequestRatio, 'maxLimitRequestRatio');
}

/** From lowest to highest: minimum, default request, default limit, maximum. */
function* validateBounds(name: string, item: LimitRangeItem, field: Field): FieldErrors {
  const min = item.min?.[name];
  const max = item.max?.[name];
  const limit = item.type === 'Pod' ? undefined : item.default?.[name];
  const request = item.type === 'Pod' ? undefined : item.defaultRequest?.[name];
  const isMore = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
  if (isMore(min, max)) yield field.at('min').key(name).invalid(min, `min value ${min} is greater than max value ${max}`);
  const ofRequest = field.at('defaultRequest').key(name);
  if (isMore(min, request)) yield ofRequest.invalid(request, `min value ${min} is greater than default request value ${request}`);
  if (isMore(request, max)) yield ofRequest.invalid(request, `default request value ${request} is greater than max value ${max}`);
  if (isMore(request, limit))
    yield ofRequest.invalid(request, `default request value ${request} is greater than default limit value ${limit}`);
  const ofLimit = field.at('default').key(name);
  if (isMore(min, limit)) yield ofLimit.invalid(min, `min value ${min} is greater than default value ${limit}`);
  if (isMore(limit, max)) yield ofLimit.invalid(max, `default value ${limit} is greater than max value ${max}`);
  yield* validateRatio(item.maxLimitRequestRatio?.[name], { min, max }, field.at('maxLimitRequestRatio').key(name));
  if (!isOvercommitAllowed(name) && limit !== undefined && request !== undefined && compareQuantities(limit, request) !== 0) {
    yield ofRequest.invalid(request, `default value ${limit} must equal to defaultRequest value ${request} in ${name}`);
  }
}

function* validateRatio(
  ratio: string | undefined,
  { min, max }: { min: string | undefined; max: string | undefined },
  field: Field,
): FieldErrors {
  if (ratio === undefined) return;
  if (compareQuantities(ratio, '1') < 0) yield field.invalid(ratio, `ratio ${ratio} is less than 1`);
  if (min === undefined || max === undefined) return;
  const limit = quantityNumber(max) / quantityNumber(min);
  if (quantityNumber(ratio) > limit) yield field.invalid(ratio, `ratio ${ratio} is greater than max/min = ${limit.toFixed(6)}`);
}
