import { arch, platform } from 'node:process';
import { unknownMethod } from '../../model/errors.ts';
import type { Endpoint } from '../server.ts';

/** The version of the API that is served, in upstream's numbering; what clients compare with their own. */
export const kubernetesVersion = { major: '1', minor: '36', patch: '2' } as const;

const { major, minor, patch } = kubernetesVersion;
const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** The same with how it was built, in the form that clients know. */
export const servedVersion = {
  major,
  minor,
  gitVersion: `v${major}.${minor}.${patch}+kubets`,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: process.version,
  compiler: 'node',
  platform: `${platform}/${goArchitectures[arch] ?? arch}`,
} as const;

export const version: Endpoint = ({ request: { path, method } }) => {
  if (path !== '/version' && path !== '/version/') return undefined;
  if (method !== 'GET' && method !== 'HEAD') throw unknownMethod();
  return { code: 200, body: { type: 'object', value: { object: servedVersion } } };
};
