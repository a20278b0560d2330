import type { Field, FieldErrors } from '../../../model/field.ts';
import { quantitySign } from '../../../model/quantity.ts';
import { validateContainerResourceName } from '../../core/resource-validation.ts';
import { validateDnsLabel } from '../../field-checks.ts';
import { validateReference, validateSegment } from './reference.ts';
import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from './schema.ts';

const sourceTypes: readonly string[] = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

type Source = 'object' | 'external' | 'pods' | 'resource' | 'containerResource';

export function* validateMetrics(metrics: readonly MetricSpec[], { minReplicas }: { minReplicas?: number }, field: Field): FieldErrors {
  for (const [index, metric] of metrics.entries()) yield* validateMetric(metric, field.at(index));
  // Pods that are not there use nothing, so something else must tell when they are needed.
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    yield field.forbidden('must specify at least one Object or External metric to support scaling to zero replicas');
  }
}

function* validateMetric(metric: MetricSpec, field: Field): FieldErrors {
  const { type } = metric;
  const at = field.at('type');
  if (!type) yield at.required('must specify a metric source type');
  const isKnown = sourceTypes.includes(type);
  if (!isKnown) yield at.notSupported(type, sourceTypes);
  const given = (['object', 'external', 'pods', 'resource', 'containerResource'] as const).filter((name) => metric[name]);
  if (given[0]) yield* validateSource(metric, given[0], field.at(given[0]));
  const expected = isKnown ? (`${type[0]?.toLowerCase() ?? ''}${type.slice(1)}` as Source) : undefined;
  if (expected === undefined) yield at.notSupported(type, sourceTypes);
  else if (!metric[expected]) yield field.at(expected).required('must populate information for the given metric source');
  if (given.length === 1) return;
  for (const name of given) if (name !== expected) yield field.at(name).forbidden('must populate the given metric source only');
}

function* validateSource({ object, external, pods, resource, containerResource }: MetricSpec, name: Source, field: Field): FieldErrors {
  if (name === 'object' && object) yield* validateObject(object, field);
  if (name === 'external' && external) yield* validateExternal(external, field);
  if (name === 'pods' && pods) yield* validatePods(pods, field);
  if (name === 'resource' && resource) yield* validateResource(resource, field);
  if (name === 'containerResource' && containerResource) yield* validateContainerResource(containerResource, field);
}

function* validateObject({ describedObject, metric, target }: ObjectMetricSource, field: Field): FieldErrors {
  yield* validateReference(describedObject, { needsGroup: false }, field.at('describedObject'));
  yield* validateIdentifier(metric, field.at('metric'));
  yield* validateTarget(target, field.at('target'));
  if (target.value === undefined && target.averageValue === undefined) {
    yield field.at('target', 'averageValue').required('must set either a target value or averageValue');
  }
}

function* validateExternal({ metric, target }: ExternalMetricSource, field: Field): FieldErrors {
  yield* validateIdentifier(metric, field.at('metric'));
  yield* validateTarget(target, field.at('target'));
  const [hasValue, hasAverage] = [target.value !== undefined, target.averageValue !== undefined];
  const both = 'both a target value for metric and a per-pod target';
  if (!hasValue && !hasAverage) {
    yield field.at('target', 'averageValue').required('must set either a target value for metric or a per-pod target');
  }
  if (hasValue && hasAverage) yield field.at('target', 'value').forbidden(`may not set ${both}`);
}

function* validatePods({ metric, target }: PodsMetricSource, field: Field): FieldErrors {
  yield* validateIdentifier(metric, field.at('metric'));
  yield* validateTarget(target, field.at('target'));
  if (target.averageValue === undefined) yield field.at('target', 'averageValue').required('must specify a positive target averageValue');
}

function* validateResource({ name, target }: ResourceMetricSource, field: Field): FieldErrors {
  if (!name) yield field.at('name').required('must specify a resource name');
  yield* validateResourceTarget(target, field.at('target'));
}

function* validateContainerResource({ name, container, target }: ContainerResourceMetricSource, field: Field): FieldErrors {
  if (!name) yield field.at('name').required('must specify a resource name');
  else yield* validateContainerResourceName(name, field.at('name'));
  if (!container) yield field.at('container').required('must specify a container');
  else yield* validateDnsLabel(container, field.at('container'));
  yield* validateResourceTarget(target, field.at('target'));
}

function* validateResourceTarget(target: MetricTarget, field: Field): FieldErrors {
  yield* validateTarget(target, field);
  const [hasShare, hasValue] = [target.averageUtilization !== undefined, target.averageValue !== undefined];
  if (!hasShare && !hasValue) {
    yield field.at('averageUtilization').required('must set either a target raw value or a target utilization');
  }
  if (hasShare && hasValue) yield field.at('averageValue').forbidden('may not set both a target raw value and a target utilization');
}

const targetTypes: readonly string[] = ['Utilization', 'Value', 'AverageValue'];

function* validateTarget({ type, value, averageValue, averageUtilization }: MetricTarget, field: Field): FieldErrors {
  if (!type) yield field.at('type').required('must specify a metric target type');
  if (!targetTypes.includes(type)) yield field.at('type').invalid(type, 'must be either Utilization, Value, or AverageValue');
  if (value !== undefined && quantitySign(value) !== 1) yield field.at('value').invalid(value, 'must be positive');
  if (averageValue !== undefined && quantitySign(averageValue) !== 1) {
    yield field.at('averageValue').invalid(averageValue, 'must be positive');
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    yield field.at('averageUtilization').invalid(averageUtilization, 'must be greater than 0');
  }
}

function* validateIdentifier({ name }: MetricIdentifier, field: Field): FieldErrors {
  if (!name) yield field.at('name').required('must specify a metric name');
  else yield* validateSegment(name, field.at('name'));
}
