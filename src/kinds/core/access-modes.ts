import type { Field, FieldErrors } from '../../model/field.ts';

export const accessModes: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export const volumeModes: readonly string[] = ['Block', 'Filesystem'];

export function* validateAccessModes(modes: readonly string[], field: Field): FieldErrors {
  for (const mode of modes) if (!accessModes.includes(mode)) yield field.notSupported(mode, accessModes);
  const known = modes.filter((mode) => accessModes.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    yield field.forbidden('may not use ReadWriteOncePod with other access modes');
  }
}

const abbreviations: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** As columns show them: `RWO,RWX`, each once, in a fixed order. */
export const accessModesText = (modes: readonly string[] | undefined): string =>
  Object.entries(abbreviations)
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');
