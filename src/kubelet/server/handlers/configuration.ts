import { jsonAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';

/** `/configz`: the settings the kubelet runs with. */
export const configuration = ({ view }: Exchange): Answer => jsonAnswer({ kubeletconfig: view.configuration() });
