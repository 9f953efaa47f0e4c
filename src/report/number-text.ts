/** Numbers as people read them: 1,234,567 · 12.3 MiB · 3 min. The same on every machine. */

/** Thousands apart by commas. */
export function groupedText(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 object`, `2,000 objects`; `plural` where an s does not do. */
export function countText(count: number, one: string, plural = `${one}s`): string {
  return `${groupedText(count)} ${count === 1 ? one : plural}`;
}

const sizeUnits = ['KiB', 'MiB', 'GiB', 'TiB'];

/** One decimal: `12.3 MiB`; below 1 KiB whole bytes. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return countText(bytes, 'byte');
  let size = bytes / 1024;
  let unit = 0;
  // 1,023.95 would be rounded to 1,024.0.
  while (size >= 1023.95 && unit < sizeUnits.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const [whole = '0', tenths = '0'] = size.toFixed(1).split('.');
  return `${groupedText(Number(whole))}.${tenths} ${sizeUnits[unit] as string}`;
}

/** `45 s`, `3 min`, `2 h 5 min`, `3 d 4 h`: two units at most, rounded up. */
export function spanText(seconds: number): string {
  if (seconds < 60) return `${String(Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joinUnits(`${String(hours)} h`, minutes % 60, 'min');
  return joinUnits(`${groupedText(Math.floor(hours / 24))} d`, hours % 24, 'h');
}

function joinUnits(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large} ${String(small)} ${unit}`;
}

/** What changed from one number to another: `+45`, `-3`, `=`; a null was not there. */
export function changeText(before: number | null, after: number | null): string {
  if (before === after) return '=';
  const change = (after ?? 0) - (before ?? 0);
  return change < 0 ? `-${groupedText(-change)}` : `+${groupedText(change)}`;
}

/** The number, or a dash where there is none. */
export function numberOrDash(number: number | null): string {
  return number === null ? '-' : groupedText(number);
}
