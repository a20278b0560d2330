/**
 * Puts variables into a text: `$(NAME)` becomes the value if there is one and stays otherwise, `$$` becomes `$`, so that
 * `$$(NAME)` is how to write `$(NAME)` itself.
 */
export const expandVariables = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) => (name === undefined ? '$' : (valueOf(name) ?? whole)));
