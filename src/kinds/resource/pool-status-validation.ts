import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDnsSubdomain, patternProblem, tooLong } from '../../model/names.ts';
import { Condition } from '../../model/meta.ts';
import { listOf } from '../../model/schema.ts';
import { validateConditions } from '../condition-validation.ts';
import { validateDnsSubdomain, validateNonNegative } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { validateList } from './list-validation.ts';
import { PoolStatus, ResourcePoolStatusRequestStatus, type ResourcePoolStatusRequestSpec } from './pool-status.ts';

const longestPoolName = 253;
const longestError = 256;
const longestDriver = 253;
const driverPattern = String.raw`[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*`;
const driverRule = patternProblem(
  "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  driverPattern,
  'Example.com',
);
const caselessDriver = new RegExp(`^${driverPattern}$`, 'i');
const highestLimit = 1000;
const mostPools = 1000;
const mostConditions = 10;

export function* validatePoolStatusRequestSpec(spec: Readonly<ResourcePoolStatusRequestSpec>, field: Field): FieldErrors {
  const { driver, poolName, limit } = spec;
  yield* validateDriver(driver, field.at('driver'));
  if (poolName !== undefined) yield* validatePoolName(poolName, field.at('poolName'));
  const at = field.at('limit');
  if (limit === undefined) yield at.required();
  else if (limit > highestLimit) yield at.invalid(limit, `must be less than or equal to ${highestLimit}`);
  else if (limit < 1) yield at.invalid(limit, 'must be greater than or equal to 1');
}

type Status = Readonly<ResourcePoolStatusRequestStatus>;

/** An answer is given once. What changes of it nevertheless is judged all the same. */
export function* validatePoolStatusRequestStatus(status: Status | undefined, previous: Status | undefined, field: Field): FieldErrors {
  if (isSame(ResourcePoolStatusRequestStatus, status, previous)) return;
  if (previous) yield field.invalid(status ? goForm(ResourcePoolStatusRequestStatus, status) : null, 'field is immutable');
  else yield* validateConditions(status?.conditions, field.at('conditions'));
  if (status) yield* validateAnswer(status, previous, field);
}

function* validateAnswer(status: Status, previous: Partial<Status> = {}, field: Field): FieldErrors {
  const { conditions = [], pools } = status;
  // It is left out where nothing was said.
  const poolCount: number | undefined = status.poolCount;
  if (poolCount === undefined) yield field.at('poolCount').required();
  else if (poolCount !== previous.poolCount) yield* validateNonNegative(poolCount, field.at('poolCount'));
  if (!isSame(listOf(PoolStatus), pools, previous.pools)) yield* validateList(pools, mostPools, field.at('pools'), validatePool);
  if (!isSame(listOf(Condition), conditions, previous.conditions)) yield* validateTypes(conditions, field.at('conditions'));
}

function* validateTypes(conditions: readonly Condition[], field: Field): FieldErrors {
  if (conditions.length > mostConditions) {
    yield field.tooMany(conditions.length, mostConditions);
    return;
  }
  for (const [index, condition] of conditions.entries()) {
    if (conditions.slice(0, index).some(({ type }) => type === condition.type)) yield field.at(index).duplicate(condition);
  }
}

const counts = ['totalDevices', 'allocatedDevices', 'availableDevices', 'unavailableDevices'] as const;

function* validatePool(pool: Readonly<Partial<PoolStatus>>, field: Field): FieldErrors {
  const { driver = '', poolName = '', generation, resourceSliceCount, nodeName, validationError } = pool;
  yield* validateDriver(driver, field.at('driver'));
  if (poolName) yield* validatePoolName(poolName, field.at('poolName'));
  else yield field.at('poolName').required();
  if (generation) yield* validateNonNegative(generation, field.at('generation'));
  else yield field.at('generation').required();
  if (resourceSliceCount !== undefined && resourceSliceCount < 1) {
    yield field.at('resourceSliceCount').invalid(resourceSliceCount, 'must be greater than or equal to 1');
  }
  for (const name of counts) yield* validateNonNegative(pool[name], field.at(name));
  if (nodeName !== undefined) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  if (validationError !== undefined && Buffer.byteLength(validationError) > longestError)
    yield field.at('validationError').tooLong(longestError);
}

function* validateDriver(driver: string, field: Field): FieldErrors {
  if (!driver) {
    yield field.required();
    return;
  }
  if (Buffer.byteLength(driver) > longestDriver) yield field.invalid(driver, tooLong(longestDriver, 'bytes'));
  if (!caselessDriver.test(driver)) yield field.invalid(driver, driverRule);
}

function* validatePoolName(name: string, field: Field): FieldErrors {
  if (Buffer.byteLength(name) > longestPoolName) yield field.tooLong(longestPoolName);
  for (const [index, part] of name.split('/').entries()) {
    const where = `segment ${index}: `;
    if (part === '') yield field.invalid(name, `${where}must not be empty`);
    else for (const problem of checkDnsSubdomain(part)) yield field.invalid(part, where + problem);
  }
}
