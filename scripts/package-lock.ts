/** The part of package-lock.json that matters here; see npm's documentation of the file. */
export interface PackageLock {
  packages: Record<string, LockedPackage>;
}

export interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: readonly string[];
  cpu?: readonly string[];
  libc?: readonly string[];
  optionalDependencies?: Readonly<Record<string, string>>;
}

/** Adds an entry for each optional package that has none, and gives their names. They are all pinned to one version. */
export function completeLock(lock: PackageLock): string[] {
  const missing = Object.entries(lock.packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(lock, path, name))
      .map(([name, version]) => ({ name, entry: { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) } })),
  );
  const entries = [...Object.entries(lock.packages), ...missing.map(({ name, entry }) => [`node_modules/${name}`, entry] as const)];
  lock.packages = Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other, 'en')));
  return missing.map(({ name }) => name);
}

/** Whether a package finds another one in its own folder or in one further up, as Node.js looks for it. */
function isLocked({ packages }: PackageLock, path: string, name: string): boolean {
  if (packages[`${path && `${path}/`}node_modules/${name}`]) return true;
  if (!path) return false;
  return isLocked({ packages }, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

/** From names such as `@oxlint/binding-linux-arm64-musl`, as these packages are all called. */
export function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const match = /(?:^|[/-])(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(
    name.replace(/-eabi$/, ''),
  );
  const [, os, cpu, abi = ''] = match ?? [];
  if (!os || !cpu) throw new Error(`the name of ${name} does not tell which platform it is for`);
  const libc = os !== 'linux' ? undefined : abi.startsWith('musl') ? 'musl' : abi.startsWith('gnu') ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) };
}
