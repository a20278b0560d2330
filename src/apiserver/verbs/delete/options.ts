import { decodeOptions } from '../../body.ts';
import { invalid } from '../../../model/errors.ts';
import { Field, type FieldError } from '../../../model/field.ts';
import { DeleteOptions } from '../../../model/meta.ts';
import type { Call } from '../../call.ts';
import { integer } from '../../query-options.ts';
import { isTrue } from '../../request-info.ts';

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

/** From the body where there is one, otherwise from the query. */
export function deleteOptions({ request }: Call): DeleteOptions {
  const options = decodeOptions(request, DeleteOptions) ?? fromQuery(request.query);
  checkDeleteOptions(options);
  return options;
}

/** Throws when the options contradict each other, or mean nothing. */
export function checkDeleteOptions(options: DeleteOptions): void {
  const problems = [...validate(options)];
  if (problems.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions', name: '' }, problems);
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const options: DeleteOptions = {};
  const grace = integer(query, 'gracePeriodSeconds');
  if (grace !== undefined) options.gracePeriodSeconds = grace;
  const policy = query.get('propagationPolicy');
  if (policy) options.propagationPolicy = policy;
  const orphan = query.get('orphanDependents');
  if (orphan !== null) options.orphanDependents = isTrue(orphan);
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  if (dryRun.length > 0) options.dryRun = dryRun;
  const [uid, resourceVersion] = [query.get('uid'), query.get('resourceVersion')];
  if (uid || resourceVersion) options.preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  return options;
}

function* validate({ propagationPolicy, orphanDependents, dryRun = [] }: DeleteOptions): Iterable<FieldError> {
  const field = new Field();
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    yield field.at('propagationPolicy').invalid(propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set');
  }
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy)) {
    yield field.at('propagationPolicy').notSupported(propagationPolicy, [...policies, 'nil']);
  }
  for (const value of dryRun) if (value !== 'All') yield field.at('dryRun').notSupported(value, ['All']);
}
