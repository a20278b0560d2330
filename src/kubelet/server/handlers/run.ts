import { textAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';
import { findPod, runningContainer } from './find-container.ts';

/** `/run`: runs the command `?cmd=`, whose words are apart by spaces, to its end and answers with what it wrote. */
export async function run({ view, names, url, signal }: Exchange): Promise<Answer> {
  const pod = findPod(view, names);
  if (!pod) return textAnswer(404, 'pod does not exist');
  const name = names['container'] ?? '';
  const container = runningContainer(view, pod, name);
  if (!container) return textAnswer(500, `container not found ("${name}")`);
  const command = (url.searchParams.get('cmd') ?? '').split(' ');
  const { stdout, stderr, exitCode } = await view.runtime.containers.execute(container.id, command, { signal });
  if (exitCode !== 0) return textAnswer(500, `command '${command.join(' ')}' exited with ${exitCode}: ${Buffer.from(stderr).toString()}`);
  return { status: 200, contentType: 'application/json', body: Buffer.concat([stdout, stderr]) };
}
