/** How raw values are read: what counts as absent, as a number, as text. */

/** Missing, null and the empty text say the same: nothing. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** RFC 8259: what may stand as a number in JSON may stand in quotes as well. */
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number, or a text that is one in JSON; else undefined. May be infinite (`1e999`). */
export function numberFromValue(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !numberText.test(value)) return undefined;
  return Number(value);
}

/** A whole number in [min, max] (`10`, `"10"`, `10.0`); else undefined. */
export function wholeNumberFromValue(
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const number = numberFromValue(value);
  if (number === undefined || !Number.isInteger(number)) return undefined;
  // Minus zero is zero.
  return number >= min && number <= max ? number + 0 : undefined;
}

/**
 * JSON text without quotes, by which values are compared and named; undefined where absent. Of
 * lists and objects it has no spaces; one that is nested too deep to be written counts as absent.
 */
export function textFromValue(value: unknown): string | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return textFromObject(value);
}

function textFromObject(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // JSON.parse reads any depth; JSON.stringify runs out of stack after some thousand levels.
    return undefined;
  }
}

/** A text that is one and says something; else null. */
export function filledText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A JSON object; else undefined. */
export function objectFromValue(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

/** The object that a JSON text stands for; undefined where it is unreadable or no object. */
export function objectFromText(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return objectFromValue(JSON.parse(text));
  } catch {
    // What JSON.parse refuses is no object.
    return undefined;
  }
}

/**
 * The value at a path such as `extra_data.subscriber_type`. A key that holds a dot itself is found
 * first, so `a.b` is the key "a.b" where there is one, else key "b" of the object "a".
 */
export function valueAtPath(
  object: Readonly<Record<string, unknown>> | undefined,
  path: string,
): unknown {
  if (object === undefined) return undefined;
  // Inherited names such as "constructor" are no values.
  if (Object.hasOwn(object, path)) return object[path];
  const dot = path.indexOf('.');
  if (dot === -1 || !Object.hasOwn(object, path.slice(0, dot))) return undefined;
  return valueAtPath(objectFromValue(object[path.slice(0, dot)]), path.slice(dot + 1));
}
