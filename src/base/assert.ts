/** For what only broken code can break. Bad data and broken surroundings are never asserted. */

/** @throws Error that names the broken promise. */
export function assertThat(isTrue: boolean, promise: string): asserts isTrue {
  if (!isTrue) throw new Error(`this should never be: not so that ${promise}`);
}
