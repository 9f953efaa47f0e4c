/** The values that every event has: as they are sent, and as they are once they were checked. */

/** The values without which there is no event, as they were sent. */
export type NeededValues = {
  readonly action: unknown;
  /** Not normalised. */
  readonly url: unknown;
  readonly visitor: unknown;
  /** What tells the event from others of the same visitor, action and url. */
  readonly id: unknown;
  /** Epoch seconds; undefined where no time could be read. */
  readonly time: number | undefined;
  readonly engagedSeconds: unknown;
  readonly sessionNumber: unknown;
};

export type RequiredValues = {
  /** Epoch seconds. */
  readonly time: number;
  readonly action: string;
  /** Normalised. */
  readonly url: string;
  readonly visitor: string;
  readonly id: string;
  /** 0 for actions that have no engaged time. */
  readonly engagedSeconds: number;
  /** From 1; 0 = none. */
  readonly sessionNumber: number;
};
