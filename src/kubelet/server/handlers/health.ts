import { alwaysWell, checkHealth } from '../../../base/health.ts';
import { textAnswer, type TextAnswer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';
import type { KubeletView } from '../kubelet-view.ts';

interface Asked extends Pick<Exchange, 'url' | 'log'> {
  readonly view: Pick<KubeletView, 'healthChecks'>;
  readonly names?: Exchange['names'];
}

/** `/healthz`: whether all is well; `/healthz/NAME` says of one check what is wrong. */
export async function health({ view, url, names = {}, log }: Asked): Promise<TextAnswer> {
  const own = Object.entries(view.healthChecks).map(([name, check]) => ({ name, check }));
  const answer = await checkHealth([...alwaysWell, ...own], {
    root: 'healthz',
    name: names['check'] ?? '',
    query: url.searchParams,
    log,
  });
  return answer ? textAnswer(answer.code, answer.text) : textAnswer(404, '404 page not found\n');
}
