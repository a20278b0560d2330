// The grammar of the distribution specification, anchored. Names without a registry are from docker.io.
const domainPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const path = `${pathPart}(?:/${pathPart})*`;
const digest = '@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(`^(?<name>(?:(?:${domain})/)?${path})(?::(?<tag>[A-Za-z0-9_][\\w.-]{0,127}))?(?<digest>${digest})?$`);
const imageId = /^[a-f0-9]{64}$/;

/** The tag an image reference means: `latest` without tag and digest, undefined with a digest only or when malformed. */
export function imageTag(image: string): string | undefined {
  if (imageId.test(image)) return undefined;
  const groups = reference.exec(image)?.groups;
  if (groups === undefined) return undefined;
  return groups['tag'] ?? (groups['digest'] === undefined ? 'latest' : undefined);
}

/** `latest` is expected to move, so it is pulled each time; anything else stays what it was. */
export const defaultPullPolicy = (image: string | undefined): 'Always' | 'IfNotPresent' =>
  image !== undefined && imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
