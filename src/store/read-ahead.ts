/** Asks for several things at once and hands them out in their order. */

/** Nothing is asked for beyond what the reader takes, but for `ahead` of them. */
export async function* readAhead<Key, Value>(
  keys: Iterable<Key>,
  ahead: number,
  read: (key: Key) => Promise<Value>,
): AsyncGenerator<Value, void, undefined> {
  const asked: Promise<Value>[] = [];
  for (const key of keys) {
    const one = read(key);
    // A failure is thrown when its turn comes; a reader that stops before never hears of it.
    one.catch(() => undefined);
    asked.push(one);
    if (asked.length >= ahead) yield await (asked.shift() as Promise<Value>);
  }
  for (const one of asked) yield await one;
}
