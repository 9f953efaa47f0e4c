/** Where each event's record goes: ascending by url, then bucket, by two counting sorts. */
import {
  placeBucketAt,
  placeBytes,
  placesBase,
  placeUrlAt,
  placeWordsAt,
  urlPlacesBase,
  urlRanksBase,
} from './event-layout';
import { byBucketBase, recordCount, recordsBase } from './layout';
import { bucketFirst, bucketLast } from './scan-events';

/** Writes the entries that are urls of counted events; returns the end. */
export function listUrls(entries: u32, target: usize): usize {
  let to = target;
  for (let entry: u32 = 0; entry < entries; entry += 1) {
    if (load<u32>(urlPlacesBase + ((<usize>entry) << 2)) == 0) continue;
    store<u32>(to, entry);
    to += 4;
  }
  return to;
}

/** Ranks url entries that are listed in their order, and places the records of each. */
export function rankUrls(list: usize, until: usize): void {
  let record = recordsBase;
  for (let at = list; at < until; at += 4) {
    const entry = (<usize>load<u32>(at)) << 2;
    const words = load<u32>(urlPlacesBase + entry);
    store<u32>(urlPlacesBase + entry, <u32>record);
    store<u32>(urlRanksBase + entry, <u32>((at - list) >> 2));
    record += (<usize>words) << 2;
  }
}

/** @param starts zeros: a word for each bucket from the first to the last, and one more. */
export function placeRecords(starts: usize): void {
  orderByBucket(starts);
  for (let at = byBucketBase; at < byBucketBase + ((<usize>recordCount) << 2); at += 4) {
    const place = placesBase + <usize>load<u32>(at) * placeBytes;
    const urlPlace = urlPlacesBase + ((<usize>load<u32>(place, placeUrlAt)) << 2);
    const record = load<u32>(urlPlace);
    store<u32>(urlPlace, record + (load<u32>(place, placeWordsAt) << 2));
    store<u32>(place, record, placeUrlAt);
    store<u32>(at, record);
  }
}

/** Numbers of events by bucket, of equals as they came. */
function orderByBucket(starts: usize): void {
  const until = placesBase + <usize>recordCount * placeBytes;
  for (let place = placesBase; place < until; place += placeBytes) {
    const next = startOf(starts, place) + 4;
    store<u32>(next, load<u32>(next) + 1);
  }
  for (let bucket: usize = 0; bucket < <usize>(bucketLast - bucketFirst); bucket += 1) {
    const start = starts + (bucket << 2);
    store<u32>(start + 4, load<u32>(start + 4) + load<u32>(start));
  }
  for (let place = placesBase, event: u32 = 0; place < until; place += placeBytes, event += 1) {
    const start = startOf(starts, place);
    const order = load<u32>(start);
    store<u32>(start, order + 1);
    store<u32>(byBucketBase + ((<usize>order) << 2), event);
  }
}

function startOf(starts: usize, place: usize): usize {
  return starts + ((<usize>(load<u32>(place, placeBucketAt) - bucketFirst)) << 2);
}
