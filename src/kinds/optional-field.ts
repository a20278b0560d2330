/** The field, when there is a value: `{ ...some('count', count) }`. */
export const some = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  // One field with the name that the type says.
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
