// Before the tests: installs the Debian packages real nodes need, or says which tests are left out without them.
import { checkHost } from '../src/cluster/host/check.ts';
import { missingPackages } from '../src/cluster/host/packages.ts';
import { InstallError, installPackages } from '../src/cluster/host/install.ts';

const say = (message: string) => console.error(`kubets: ${message}`);

let problems = await checkHost();
const missing = problems.find((problem) => problem.type === 'missing-packages');
if (missing && process.geteuid?.() === 0) {
  try {
    await installPackages(missing.packages, { say });
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    say(error.message);
  }
  problems = await checkHost();
}
await prepareEtcd();
for (const { message } of problems) say(message);
if (problems.length > 0) say('Tests with real nodes are skipped; all others run.');

/** Only the tests of the etcd store need it, and they start it themselves. */
async function prepareEtcd(): Promise<void> {
  const packages = await missingPackages([{ name: 'etcd-server', commands: ['etcd'] }]);
  if (packages.length === 0) return;
  try {
    if (process.geteuid?.() === 0) return await installPackages(packages, { say });
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    say(error.message);
  }
  say('The Debian package etcd-server is not installed: tests with etcd are skipped.');
}
