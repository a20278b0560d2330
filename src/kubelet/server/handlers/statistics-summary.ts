import { jsonAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';

/** `/stats/summary`: what the node, its pods and their containers use. */
export async function statisticsSummary({ view, url, signal }: Exchange): Promise<Answer> {
  const onlyCpuAndMemory = url.searchParams.get('only_cpu_and_memory') === 'true';
  return jsonAnswer(await view.statistics.summary({ onlyCpuAndMemory, signal }), wholeSeconds);
}

/** As the API writes times. */
const wholeSeconds = (key: string, value: unknown): unknown =>
  key === 'time' && typeof value === 'string' ? value.replace(/\.\d+Z$/, 'Z') : value;
