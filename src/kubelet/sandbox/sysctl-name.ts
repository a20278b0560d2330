/** Both notations are allowed in pods; runtimes know the one with dots. A name in which dots come first has slashes inside parts. */
export function dottedSysctl(name: string): string {
  const first = name.search(/[./]/);
  if (first < 0 || name[first] === '.') return name;
  return name.replace(/[./]/g, (character) => (character === '.' ? '/' : '.'));
}
