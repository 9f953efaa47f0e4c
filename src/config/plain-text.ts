/** A plain value of the configuration as the text that values of lines are compared with. */

/** The JSON text without quotes: `premium`, `10`, `true`. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
