// Definitions of gadgets, which are fine but for what a test says of them.

export const definition = (spec: object, metadata: object = {}): object => ({
  metadata: { name: 'gadgets.example.com', ...metadata },
  spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'gadgets', kind: 'Gadget' }, versions: [version({})], ...spec },
});

export const version = (more: object): object => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: { type: 'object' } },
  ...more,
});

/** The schema of its only version, of which there may be more to say. */
export const withSchema = (schema: object, more: object = {}): object =>
  definition({ versions: [version({ schema: { openAPIV3Schema: schema }, ...more })] });

export const withProperty = (property: object): object => withSchema({ type: 'object', properties: { a: property } });
