/** Which format a line is of. */
import type { InputFormat } from './decode.ts';
import { dplFormat } from './dpl-format.ts';
import type { LineFormat } from './log-line.ts';
import { createPixelFormat } from './pixel-format.ts';

/** The format of a line; undefined where it is of none. */
export function formatChooser(format: InputFormat): (line: string) => LineFormat | undefined {
  const pixelFormat = createPixelFormat();
  const formats = [dplFormat, pixelFormat];
  switch (format) {
    case 'dpl':
      return () => dplFormat;
    case 'pixel':
      return () => pixelFormat;
    case 'auto':
      return (line) => formats.find((one) => one.recognises(line));
  }
}

/** Nothing but space, tab and CR. */
export function isBlank(line: string): boolean {
  // Nearly every line is told by its first character.
  return !(line.charCodeAt(0) > 0x20) && /^[ \t\r]*$/.test(line);
}
