import { keyOf } from '../../client/informer.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import {
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  type MetricStatus,
} from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';
import type { Scale } from '../../kinds/autoscaling/scale.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isSame } from '../../kinds/same.ts';
import { setCondition } from '../../model/conditions.ts';
import { ApiError } from '../../model/errors.ts';
import { parseLabelSelector, type LabelSelector } from '../../model/labels.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { Scales, type Scaled } from '../scales/scales.ts';
import { ServedResources } from '../scales/served-resources.ts';
import { messageOf } from '../failure.ts';
import { podsByLabel, selectedPods } from '../pods/pods-by-label.ts';
import { normalize, withEvent, type ConditionText, type History } from './behavior.ts';
import { failureText, proposeOverall } from './proposal.ts';

/** How often metrics are looked at. */
const periodMs = 15_000;

const resizeTries = 5;

/** Changes how many pods there are with the load. */
export function horizontalPodAutoscalerController(): Controller {
  const scales = new Scales();
  const resources = new ServedResources();
  const histories = new Map<string, History>();
  const selectors = new Map<string, LabelSelector>();

  return defineController<HorizontalPodAutoscaler>({
    name: 'horizontal-pod-autoscaler',
    for: HorizontalPodAutoscaler,
    reads: [Pod],
    indexes: [podsByLabel],
    workers: 5,
    firstRetryMs: periodMs,
    maxRetryMs: periodMs,
    isWokenBy: (next, previous) => !isSame(HorizontalPodAutoscalerSpec, next.spec, previous.spec),

    async reconcile(autoscaler, context) {
      const { clock, events, client, cache } = context;
      const key = keyOf(autoscaler.metadata);
      const { namespace = '' } = autoscaler.metadata;
      const { scaleTargetRef, minReplicas: min = 1, maxReplicas: max, behavior, metrics = [] } = autoscaler.spec;
      const scaled: Scaled = {
        apiVersion: scaleTargetRef.apiVersion ?? '',
        kind: scaleTargetRef.kind,
        name: scaleTargetRef.name,
        namespace,
      };
      const draft = new Draft(autoscaler, context);
      const again = { afterMs: periodMs };

      const scale = await getScale(scaled, { scales, draft, context });
      if (!scale) return again;
      draft.set({
        type: 'AbleToScale',
        status: 'True',
        reason: 'SucceededGetScale',
        message: "the HPA controller was able to get the target's current scale",
      });
      const current = scale.spec.replicas ?? 0;
      draft.currentReplicas = current;
      const nowMs = clock.now();
      const history = histories.get(key) ?? { recommendations: [{ replicas: current, atMs: nowMs }], events: [] };
      histories.set(key, history);

      if (current === 0) {
        const message = 'scaling is disabled since the replica count of the target is zero';
        draft.set({ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message });
        draft.desiredReplicas = 0;
        await draft.write();
        return again;
      }
      let desired = current;
      let reason = '';
      if (current > max) [desired, reason] = [max, 'Current number of replicas above Spec.MaxReplicas'];
      else if (current < min) [desired, reason] = [min, 'Current number of replicas below Spec.MinReplicas'];
      else {
        const selector = selectorOf(autoscaler, scale, { selectors, draft, context });
        if (!selector) {
          await draft.write();
          return again;
        }
        const pods = selectedPods(selector, namespace, cache);
        const target = { specReplicas: current, statusReplicas: scale.status.replicas, selector, pods };
        const proposal = await proposeOverall(autoscaler, target, { client, clock, namespace, resources });
        for (const failure of proposal.failures)
          events.event(autoscaler, { type: 'Warning', reason: failure.reason, message: failure.detail });
        draft.set(proposal.condition);
        draft.metrics = proposal.statuses;
        if (proposal.replicas === undefined) {
          events.event(autoscaler, {
            type: 'Warning',
            reason: 'FailedComputeMetricsReplicas',
            message: failureText(proposal, metrics.length),
          });
          await draft.write();
          return again;
        }
        if (proposal.replicas > current) reason = `${proposal.metric} above target`;
        if (proposal.replicas < current) reason = 'All metrics below target';
        const normalized = normalize({ current, desired: proposal.replicas, min, max }, behavior, history, nowMs);
        for (const condition of normalized.conditions) draft.set(condition);
        histories.set(key, { ...history, recommendations: normalized.recommendations });
        desired = normalized.desired;
      }

      if (desired !== current) {
        await resize(scaled, scale, { desired, reason, scales, draft, context });
        const before = histories.get(key) ?? history;
        histories.set(key, { ...before, events: withEvent(behavior, before, desired - current, nowMs) });
        draft.lastScaleTime = formatTime(nowMs);
      }
      draft.desiredReplicas = desired;
      await draft.write();
      return again;
    },

    async reconcileDeleted(ref) {
      histories.delete(keyOf(ref));
      selectors.delete(keyOf(ref));
    },
  });
}

/** The status as it comes together. */
class Draft {
  readonly #autoscaler: HorizontalPodAutoscaler;
  readonly #context: Context;
  #conditions: HorizontalPodAutoscalerStatus['conditions'];
  currentReplicas: number | undefined;
  desiredReplicas: number;
  lastScaleTime: string | undefined;
  metrics: readonly MetricStatus[] | undefined;

  constructor(autoscaler: HorizontalPodAutoscaler, context: Context) {
    const { status } = autoscaler;
    this.#autoscaler = autoscaler;
    this.#context = context;
    this.#conditions = status.conditions;
    this.currentReplicas = status.currentReplicas;
    this.desiredReplicas = status.desiredReplicas ?? 0;
    this.lastScaleTime = status.lastScaleTime;
  }

  set(condition: ConditionText): void {
    this.#conditions = setCondition(this.#conditions, condition, { nowTimestamp: formatTime(this.#context.clock.now()) });
  }

  warn(reason: string, message: string): void {
    this.#context.events.event(this.#autoscaler, { type: 'Warning', reason, message });
  }

  tell(reason: string, message: string): void {
    this.#context.events.event(this.#autoscaler, { reason, message });
  }

  async write(): Promise<void> {
    const { currentReplicas = 0, desiredReplicas, lastScaleTime, metrics = [] } = this;
    const status: HorizontalPodAutoscalerStatus = {
      // The API leaves zeroes out, of those that may be left out.
      ...(currentReplicas > 0 && { currentReplicas }),
      desiredReplicas,
      ...(lastScaleTime !== undefined && { lastScaleTime }),
      currentMetrics: metrics.length > 0 ? [...metrics] : null,
      ...(this.#conditions && { conditions: this.#conditions }),
    };
    if (isSame(HorizontalPodAutoscalerStatus, this.#autoscaler.status, status)) return;
    await this.#context.client.update(HorizontalPodAutoscaler, { ...this.#autoscaler, status }, { subresource: 'status' });
  }
}

interface Drafting {
  readonly scales: Scales;
  readonly draft: Draft;
  readonly context: Context;
}

/** Undefined, and said so in the status, where the target has no size that can be read. */
async function getScale(scaled: Scaled, { scales, draft, context }: Drafting): Promise<Scale | undefined> {
  let problem: string;
  try {
    const scale = await scales.get(scaled, context);
    if (scale) return scale;
    problem = `${scaled.kind} ${JSON.stringify(scaled.name)} not found`;
  } catch (error) {
    if (context.signal.aborted) throw error;
    problem = messageOf(error);
  }
  draft.warn('FailedGetScale', problem);
  const message = `the HPA controller was unable to get the target's current scale: ${problem}`;
  draft.set({ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message });
  await draft.write();
  return undefined;
}

interface Selecting {
  readonly selectors: Map<string, LabelSelector>;
  readonly draft: Draft;
  readonly context: Context;
}

/** Undefined, and said so in the status, where it cannot be told which pods are meant, or others are in charge of them, too. */
function selectorOf(
  { metadata }: HorizontalPodAutoscaler,
  { status }: Scale,
  { selectors, draft, context }: Selecting,
): LabelSelector | undefined {
  const refuse = (reason: string, message: string, { event = reason, text = message } = {}) => {
    draft.warn(event, text);
    draft.set({ type: 'ScalingActive', status: 'False', reason, message });
    return undefined;
  };
  if (!status.selector) {
    const text = 'selector is required';
    return refuse('InvalidSelector', "the HPA target's scale is missing a selector", { event: 'SelectorRequired', text });
  }
  let selector: LabelSelector;
  try {
    selector = parseLabelSelector(status.selector);
  } catch (error) {
    return refuse('InvalidSelector', `couldn't convert selector into a corresponding internal selector object: ${messageOf(error)}`);
  }
  selectors.set(keyOf(metadata), selector);
  const { namespace } = metadata;
  const pods = selectedPods(selector, namespace, context.cache);
  const rivals = context.cache.list(HorizontalPodAutoscaler, namespace).filter((other) => {
    const its = selectors.get(keyOf(other.metadata));
    return its !== undefined && pods.some((pod) => its.matches(pod.metadata.labels));
  });
  if (rivals.length <= 1) return selector;
  const names = rivals.map((other) => `{${other.metadata.name} ${namespace}}`).join(' ');
  return refuse('AmbiguousSelector', `pods by selector ${status.selector} are controlled by multiple HPAs: [${names}]`);
}

interface Resizing extends Drafting {
  readonly desired: number;
  readonly reason: string;
}

async function resize(scaled: Scaled, scale: Scale, { desired, reason, scales, draft, context }: Resizing): Promise<void> {
  try {
    await resizeTo(scaled, scale, { desired, scales, context });
  } catch (error) {
    const problem = messageOf(error);
    draft.warn('FailedRescale', `New size: ${desired}; reason: ${reason}; error: ${problem}`);
    const message = `the HPA controller was unable to update the target scale: ${problem}`;
    draft.set({ type: 'AbleToScale', status: 'False', reason: 'FailedUpdateScale', message });
    await draft.write();
    throw error;
  }
  draft.tell('SuccessfulRescale', `New size: ${desired}; reason: ${reason}`);
  const message = `the HPA controller was able to update the target scale to ${desired}`;
  draft.set({ type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message });
}

/** Others change the target at the same time, most of them not its size. */
async function resizeTo(scaled: Scaled, scale: Scale, { desired, scales, context }: Omit<Resizing, 'draft' | 'reason'>): Promise<void> {
  let latest = scale;
  for (let attempt = 1; ; attempt++) {
    try {
      await scales.resize(scaled, { ...latest, spec: { ...latest.spec, replicas: desired } }, context);
      return;
    } catch (error) {
      if (!ApiError.is(error, 'Conflict') || attempt >= resizeTries) throw error;
      latest = (await scales.get(scaled, context)) ?? latest;
    }
  }
}
