import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';

/** For so long, the highest recommendation counts when scaling down, unless the autoscaler says otherwise. */
const downStabilizationMs = 5 * 60_000;

export interface Recommendation {
  readonly replicas: number;
  readonly atMs: number;
}

export interface ScaleEvent {
  /** By how many the number changed; negative when it became smaller. */
  readonly change: number;
  readonly atMs: number;
}

/** What an autoscaler remembers. */
export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly events: readonly ScaleEvent[];
}

export interface Wish {
  readonly current: number;
  /** What the metrics ask for. */
  readonly desired: number;
  readonly min: number;
  readonly max: number;
}

export interface ConditionText {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export interface Normalized {
  readonly desired: number;
  readonly conditions: readonly ConditionText[];
  readonly recommendations: readonly Recommendation[];
}

interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

/** What may be done of what the metrics ask for: not too soon, not too fast, and within the limits. */
export function normalize(wish: Wish, behavior: HorizontalPodAutoscalerBehavior | undefined, history: History, nowMs: number): Normalized {
  const stabilized = behavior ? stabilizeBoth(wish, behavior, history, nowMs) : stabilizeDown(wish, history, nowMs);
  const isStable = stabilized.replicas === wish.desired;
  const able = isStable
    ? { reason: 'ReadyForNewScale', message: 'recommended size matches current size' }
    : { reason: stabilized.reason, message: stabilized.message };
  const limited = behavior
    ? limitRate({ ...wish, desired: stabilized.replicas }, behavior, history, nowMs)
    : limit({ ...wish, desired: stabilized.replicas });
  const { reason, message } = limited;
  const windowMs = Math.max(
    downStabilizationMs,
    ...[behavior?.scaleUp, behavior?.scaleDown].map((rules) => (rules?.stabilizationWindowSeconds ?? 0) * 1000),
  );
  return {
    desired: limited.replicas,
    conditions: [
      { type: 'AbleToScale', status: 'True', ...able },
      { type: 'ScalingLimited', status: limited.replicas === stabilized.replicas ? 'False' : 'True', reason, message },
    ],
    recommendations: [...history.recommendations.filter(({ atMs }) => atMs >= nowMs - windowMs), { replicas: wish.desired, atMs: nowMs }],
  };
}

const higher = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const lower = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

function stabilizeDown({ desired }: Wish, { recommendations }: History, nowMs: number): Limited {
  const recent = recommendations.filter(({ atMs }) => atMs >= nowMs - downStabilizationMs);
  return { replicas: Math.max(desired, ...recent.map(({ replicas }) => replicas)), ...higher };
}

function stabilizeBoth(
  { current, desired }: Wish,
  behavior: HorizontalPodAutoscalerBehavior,
  { recommendations }: History,
  nowMs: number,
): Limited {
  const within = (windowMs: number) => recommendations.filter(({ atMs }) => atMs > nowMs - windowMs).map(({ replicas }) => replicas);
  const upMs = (behavior.scaleUp?.stabilizationWindowSeconds ?? 0) * 1000;
  const downSeconds = behavior.scaleDown?.stabilizationWindowSeconds;
  const lowest = Math.min(desired, ...within(upMs));
  const highest = Math.max(desired, ...within(downSeconds === undefined ? downStabilizationMs : downSeconds * 1000));
  return { replicas: Math.min(Math.max(current, lowest), highest), ...(desired >= current ? lower : higher) };
}

const inRange = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const tooFast = { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' };
const tooMany = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const tooFew = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const tooSteep = { reason: 'ScaleDownLimit', message: 'the desired replica count is decreasing faster than the maximum scale rate' };

/** Without rules of its own, an autoscaler at most doubles, or goes to four. */
function limit({ current, desired, min, max }: Wish): Limited {
  const fastest = Math.max(2 * current, 4);
  if (desired < min) return { replicas: min, ...tooFew };
  if (desired > Math.min(max, fastest)) return { replicas: Math.min(max, fastest), ...(max > fastest ? tooFast : tooMany) };
  return { replicas: desired, ...inRange };
}

function limitRate(
  { current, desired, min, max }: Wish,
  { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior,
  history: History,
  nowMs: number,
): Limited {
  if (desired > current) {
    const fastest = Math.max(current, reach(scaleUp, { current, history, nowMs }, 1));
    if (desired > Math.min(max, fastest)) return { replicas: Math.min(max, fastest), ...(max > fastest ? tooFast : tooMany) };
  } else if (desired < current) {
    const steepest = Math.min(current, reach(scaleDown, { current, history, nowMs }, -1));
    if (desired < Math.max(min, steepest)) return { replicas: Math.max(min, steepest), ...(min < steepest ? tooSteep : tooFew) };
  }
  return { replicas: desired, ...inRange };
}

interface Standing {
  readonly current: number;
  readonly history: History;
  readonly nowMs: number;
}

/** How far the rules let the number go in a direction, counted from what it was when each policy's period began. */
function reach(rules: HPAScalingRules | undefined, { current, history, nowMs }: Standing, direction: 1 | -1): number {
  if (!rules || rules.selectPolicy === 'Disabled') return current;
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const recent = history.events.filter(({ atMs }) => atMs > nowMs - periodSeconds * 1000);
    const start = current - recent.reduce((sum, { change }) => sum + change, 0);
    if (type === 'Pods') return start + direction * value;
    return direction > 0 ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
  });
  const takesLeast = rules.selectPolicy === 'Min';
  return direction > 0 === takesLeast ? Math.min(...proposals) : Math.max(...proposals);
}

/** The events that policies may still ask about. */
export function withEvent(
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  { events }: History,
  change: number,
  nowMs: number,
): readonly ScaleEvent[] {
  if (!behavior) return [];
  const periods = [behavior.scaleUp, behavior.scaleDown]
    .flatMap((rules) => rules?.policies ?? [])
    .map(({ periodSeconds }) => periodSeconds);
  const oldestMs = nowMs - Math.max(0, ...periods) * 1000;
  return [...events.filter(({ atMs }) => atMs >= oldestMs), { change, atMs: nowMs }];
}
