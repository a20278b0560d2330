/** What `managedFields` calls a writer: the name it gave, or the start of its user agent. */
export function managerName(fieldManager: string, userAgent: string | undefined): string {
  if (fieldManager) return fieldManager;
  const [name = ''] = (userAgent ?? '').split('/');
  const printable = name.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
  return printable.slice(0, 128) || 'unknown';
}
