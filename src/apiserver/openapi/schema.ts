/** A schema of OpenAPI 3.0, as JSON. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

const prefix = '#/components/schemas/';

export const reference = (name: string): OpenApiSchema => ({ $ref: `${prefix}${name}` });

/** These schemas with all that they, and what else is given, refer to; sorted by name. */
export function referredTo(from: unknown, schemas: ReadonlyMap<string, OpenApiSchema>): Readonly<Record<string, OpenApiSchema>> {
  const found = new Map<string, OpenApiSchema>();
  const waiting: unknown[] = [from];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) {
      if (typeof inner !== 'string') waiting.push(inner);
      else if (inner.startsWith(prefix)) {
        const name = inner.slice(prefix.length);
        const schema = schemas.get(name);
        if (!schema || found.has(name)) continue;
        found.set(name, schema);
        waiting.push(schema);
      }
    }
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
