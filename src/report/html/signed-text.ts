/** Differences as people read them: `+1,234`, `−5`, `=`. */
import { groupedText } from '../number-text.ts';

export function signedText(difference: number): string {
  if (difference === 0) return '=';
  return (difference > 0 ? '+' : '−') + groupedText(Math.abs(difference));
}

/** `+1.3 %` of the expected number; empty where there is none to compare with. */
export function shareText(difference: number, expected: number): string {
  if (difference === 0 || expected === 0) return '';
  const share = (Math.abs(difference) / expected) * 100;
  const sign = difference > 0 ? '+' : '−';
  if (share < 0.1) return 'under 0.1 %';
  return `${sign}${groupedText(Number(share.toFixed(share < 10 ? 1 : 0)))} %`;
}
