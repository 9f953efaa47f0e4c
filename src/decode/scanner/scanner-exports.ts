/** What the compiled scanner exports: assembly/index.ts, and what each of it means beside it. */

type Address = { readonly value: number };

/** Steps that look something up return 0 where they stopped: see `Scanner.run`. */
export type ScannerSteps = {
  readonly unknownTable: Address;
  readonly unknownValue: Address;
  readonly unknownTime: Address;
  readonly blockFormat: Address;
  readonly acceptedBase: Address;
  readonly acceptedCount: Address;
  readonly metSitesBase: Address;
  readonly metCount: Address;
  readonly measuredBytes: Address;
  readonly namedBase: { value: number };
  readonly entriesBase: { value: number };
  forgetMetSites(): void;
  beginBlock(from: number, until: number): number;
  findSites(nameAt: number, sites: number): number;
  findNeeded(
    ...all: [actionsAt: number, urlsAt: number, otherUrlsAt: number, actions: number, urls: number]
  ): number;
  findDays(spans: number): number;
  findRobots(valuesAt: number, first: number, robots: number): number;
  settle(line: number): void;
  measure(from: number, events: number, bytesMax: number): number;
  beginPart(from: number, until: number): void;
  fillWords(at: number, words: number, target: number): void;
  fillShorts(at: number, target: number): void;
  fillFacts(at: number, facts: number, target: number): number;
  fillVisitors(first: number, later: number, none: number, target: number): void;
  fillByPresence(
    ...all: [
      at: number,
      oneAt: number,
      otherAt: number,
      present: number,
      missing: number,
      to: number,
    ]
  ): number;
  fillEntries(at: number, texts: number, target: number): number;
  fillEitherEntries(
    ...all: [at: number, otherAt: number, texts: number, otherTexts: number, target: number]
  ): number;
};

export type ScannerExports = ScannerSteps & {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly inputBase: Address;
  readonly inputBytes: Address;
  readonly lineBytesMax: Address;
  readonly recordsBase: Address;
  readonly recordsMax: Address;
  readonly recordWords: Address;
  readonly fieldsAt: Address;
  readonly namesBase: Address;
  readonly valueEndsBase: Address;
  readonly arenaBase: Address;
  readonly valuesMax: Address;
  readonly memoryBytes: Address;
  readonly scannedUntil: Address;
  readonly isFull: Address;
  readonly valueCount: Address;
  addField(table: number, field: number, name: number, bytes: number): void;
  treatField(field: number, treatment: number, unless: number): void;
  clearFields(): void;
  setFormats(events: boolean, hits: boolean): void;
  scanLines(from: number, until: number): number;
  clearValues(): void;
  valueOf(start: number, bytes: number): number;
  markOtherSite(value: number, table: number): void;
};
