import { checkHost } from './check.ts';
import { installPackages } from './install.ts';

/** Makes sure that this machine can run nodes, installing what is missing; throws with everything that stands in the way. */
export async function prepareHost({ say, signal }: { say: (line: string) => void; signal?: AbortSignal }): Promise<void> {
  const problems = await checkHost();
  const missing = problems.flatMap((problem) => (problem.type === 'missing-packages' ? problem.packages : []));
  const others = problems.filter(({ type }) => type !== 'missing-packages');
  if (others.length > 0) throw new Error(others.map(({ message }) => message).join('\n'));
  if (missing.length > 0) await installPackages(missing, { say, ...(signal && { signal }) });
}
