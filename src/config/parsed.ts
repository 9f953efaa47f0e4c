/** What reading an option's text gives: its value, or what is wrong and what to write instead. */

export type Parsed<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  /** `problem` follows the text in a message: `is not a size`. `hint` says what to write. */
  | { readonly kind: 'wrong'; readonly problem: string; readonly hint: string };

export type Parser<Value> = (text: string) => Parsed<Value>;

export function parsed<Value>(value: Value): Parsed<Value> {
  return { kind: 'value', value };
}

export function wrong(problem: string, hint: string): Parsed<never> {
  return { kind: 'wrong', problem, hint };
}
