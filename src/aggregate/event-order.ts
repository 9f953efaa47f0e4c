/** Stable counting sorts: the orders in which events are grouped into rows. */

/** Ascending by bucket; of equals as they were. */
export function orderByBucket(bucket: Uint32Array): Uint32Array {
  const order = Uint32Array.from(bucket.keys());
  let first = Infinity;
  let last = 0;
  for (const value of bucket) {
    first = Math.min(first, value);
    last = Math.max(last, value);
  }
  if (order.length === 0) return order;
  return sortedByKey(order, { keys: bucket, first, size: last - first + 1 });
}

/** Ascending by url rank, then by bucket; of equals as they were. */
export function orderByUrl(
  bucketOrder: Uint32Array,
  urlRank: Uint32Array,
  urls: number,
): Uint32Array {
  return sortedByKey(bucketOrder, { keys: urlRank, first: 0, size: urls });
}

/** Stably sorts `order` by keys[...], whole numbers in [first, first + size). */
function sortedByKey(
  order: Uint32Array,
  { keys, first, size }: { keys: Uint32Array; first: number; size: number },
): Uint32Array {
  const starts = new Uint32Array(size + 1);
  for (const key of keys) starts[key - first + 1] = (starts[key - first + 1] as number) + 1;
  for (let key = 0; key < size; key += 1) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  const sorted = new Uint32Array(order.length);
  for (const event of order) {
    const key = (keys[event] as number) - first;
    const at = starts[key] as number;
    starts[key] = at + 1;
    sorted[at] = event;
  }
  return sorted;
}
