/** The fields of a hit by their places. The caller adds those of the query by the same numbers. */

/** Told as the numbers of their values, as they were sent. */
export const hitSite: i32 = 0;
export const hitAction: i32 = 1;
export const hitUrl: i32 = 2;
export const hitReferrer: i32 = 3;
export const hitMetadata: i32 = 4;
/** Of the log; 0 = none. */
export const hitAgent: i32 = 5;
export const hitNumbered: i32 = 6;

/** Told as the places of their texts: start, bytes. */
export const hitVisitor: i32 = 6;
export const hitRandom: i32 = 7;
export const hitData: i32 = 8;
export const hitSession: i32 = 9;
export const hitEngaged: i32 = 10;
export const hitForwarded: i32 = 11;
/** Of the log. */
export const hitAddress: i32 = 12;
export const hitTold: i32 = 13;

/** Of the log, read here. */
export const hitTime: i32 = 13;
export const hitRequest: i32 = 14;
export const hitStatus: i32 = 15;
/** In the JSON of `data`. */
export const hitDataVisitor: i32 = 16;
