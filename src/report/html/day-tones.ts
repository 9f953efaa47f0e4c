/** How the outcome of a day is shown: never by colour alone. */
import type { Tone } from './audit-page-types.ts';

export type ToneLook = {
  readonly mark: string;
  /** Of one day. */
  readonly label: string;
};

export const tones: Readonly<Record<Tone, ToneLook>> = {
  right: { mark: '✓', label: 'right' },
  wrong: { mark: '✗', label: 'differs' },
  intended: { mark: '≈', label: 'differs as intended' },
  unknown: { mark: '?', label: 'not checked' },
};

export const tonesInOrder: readonly Tone[] = ['wrong', 'intended', 'unknown', 'right'];
