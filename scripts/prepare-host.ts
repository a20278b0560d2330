// Before the tests: installs the Debian packages real nodes need, or says which tests are left out without them.
import { checkHost } from '../src/cluster/host/check.ts';
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
for (const { message } of problems) say(message);
if (problems.length > 0) say('Tests with real nodes are skipped; all others run.');
