/**
 * Compares what was derived of a period with what a store holds of it. The first look compares
 * checksums: equal ones are equal rows. Only what is unequal there is read again, joined cell by
 * cell and checked for its own invariants: so no difference is told that was seen but once.
 */
import { messageOfDamage } from '../base/errors.ts';
import { ComparableCells } from '../compare/comparable-cells.ts';
import { comparePages } from '../compare/compare-pages.ts';
import { compareRows } from '../compare/compare-rows.ts';
import { DifferenceTally, noDifference, noDifferences } from '../compare/difference-tally.ts';
import { ContentTally } from '../model/checksum.ts';
import type { Catalogue } from '../model/manifest.ts';
import type { Grain, RowPart } from '../model/row.ts';
import type { Tolerances } from '../model/tolerance.ts';
import type { Metric } from '../model/catalogue.ts';
import { readPageContent, type GenerationContent } from '../store/publish-generation.ts';
import type { Store } from '../store/store.ts';
import type { PeriodAudit } from './audit-types.ts';
import type { LivePeriod } from './audited-store.ts';
import type { CheckedContent } from './checked-content.ts';
import { MainNumbersReader } from './main-numbers.ts';
import { differingSeries, SiteSeries } from './site-series.ts';
import {
  checkRows,
  comparedGrains,
  contentAudit,
  grainsLeftOut,
  isSameContent,
  readStoredContent,
  type CheckedRows,
  type StoredContent,
} from './stored-content.ts';

export type Comparison = Pick<
  PeriodAudit,
  | 'differences'
  | 'pageDifferences'
  | 'stored'
  | 'derived'
  | 'series'
  | 'content'
  | 'faults'
  | 'faultCount'
  | 'leftOut'
> & {
  /** What of the stored rows cannot be read, in words. */
  readonly damages: readonly string[];
};

export type DerivedSide = {
  readonly content: CheckedContent;
  /** Counts and checksums of it. */
  readonly tally: GenerationContent;
  readonly catalogue: Catalogue;
};

export type CompareOptions = {
  readonly metrics: readonly Metric[];
  readonly tolerances: Tolerances;
};

/** Memory: one part of each side, and what `checkStored` takes. */
export async function compareGeneration(
  store: Store,
  live: LivePeriod,
  derived: DerivedSide,
  options: CompareOptions,
): Promise<Comparison> {
  const compared = comparedGrains(live, derived.content.grains);
  const first = await readStoredContent(store, live, compared);
  const isSame = isEqualContent({ live, derived, compared }, first);
  if (isSame) return sameContent(live, derived, first);
  return new SecondLook({ store, live, derived, options }, compared).compare();
}

function isEqualContent(
  {
    live,
    derived,
    compared,
  }: { live: LivePeriod; derived: DerivedSide; compared: readonly Grain[] },
  stored: StoredContent,
): boolean {
  const { manifest } = live;
  const ofRows = compared.every((grain) => {
    const found = stored.rows[grain];
    return (
      isSameContent(found, derived.tally.rows[grain]) && isSameContent(found, manifest.rows[grain])
    );
  });
  const { pages } = stored;
  const ofPages = isSameContent(pages, derived.tally.pages) && isSameContent(pages, manifest.pages);
  return ofRows && ofPages && stored.damages.length === 0;
}

function sameContent(live: LivePeriod, derived: DerivedSide, stored: StoredContent): Comparison {
  const numbers = derived.content.numbers();
  return {
    differences: noDifference,
    pageDifferences: noDifferences,
    stored: numbers,
    derived: numbers,
    series: [],
    content: contentAudit(live, derived.tally, stored),
    faults: [],
    faultCount: 0,
    leftOut: grainsLeftOut(live, derived.content.grains),
    damages: [],
  };
}

type Sides = {
  readonly store: Store;
  readonly live: LivePeriod;
  readonly derived: DerivedSide;
  readonly options: CompareOptions;
};

class SecondLook {
  readonly #sides: Sides;
  readonly #compared: readonly Grain[];
  readonly #stored: StoredContent = { rows: {}, pages: null, damages: [] };
  readonly #cells: ComparableCells;
  readonly #differences: DifferenceTally;

  constructor(sides: Sides, compared: readonly Grain[]) {
    const { live, derived, options } = sides;
    this.#sides = sides;
    this.#compared = compared;
    this.#cells = new ComparableCells(live.manifest.catalogue, derived.catalogue, options.metrics);
    this.#differences = new DifferenceTally({
      tolerances: options.tolerances,
      isComparable: (key) => this.#cells.has(key),
    });
  }

  async compare(): Promise<Comparison> {
    const { live, derived } = this.#sides;
    const { metrics } = live.manifest.catalogue;
    const main = new MainNumbersReader(metrics);
    const storedSeries = new SiteSeries(metrics);
    const derivedSeries = new SiteSeries(derived.catalogue.metrics);
    for (const grain of this.#compared) {
      await this.#joinRows(grain, { main, storedSeries, derivedSeries });
    }
    const pageDifferences = await this.#joinPages();
    const checked = await this.#checkInvariants();
    return {
      differences: this.#differences.summary(),
      pageDifferences,
      stored: this.#stored.damages.length === 0 ? main.numbers() : null,
      derived: derived.content.numbers(),
      series: differingSeries(storedSeries, derivedSeries),
      content: contentAudit(live, derived.tally, this.#stored),
      faults: checked.faults,
      faultCount: checked.faultCount,
      leftOut: [
        ...grainsLeftOut(live, derived.content.grains),
        ...this.#cells.leftOut.map((name) => `${name} was not recorded on both sides`),
        ...checked.leftOut,
      ],
      damages: this.#stored.damages,
    };
  }

  async #joinRows(
    grain: Grain,
    readers: { main: MainNumbersReader; storedSeries: SiteSeries; derivedSeries: SiteSeries },
  ): Promise<void> {
    const { store, live, derived } = this.#sides;
    const tally = new ContentTally();
    const ofStore = tapped(store.readRows(live.key, grain, {}), (part) => {
      tally.addRowPart(part);
      readers.main.add(part);
      readers.storedSeries.add(part);
    });
    const ofLogs = tapped(derived.content.rows(grain), (part) => readers.derivedSeries.add(part));
    try {
      for await (const difference of compareRows(ofLogs, ofStore)) {
        this.#differences.add(difference);
      }
      this.#stored.rows[grain] = tally.content();
    } catch (error) {
      this.#stored.damages.push(messageOfDamage(error));
    }
  }

  async #joinPages(): Promise<Comparison['pageDifferences']> {
    const { store, live, derived } = this.#sides;
    try {
      this.#stored.pages = await readPageContent(store, live.key);
      if (isSameContent(this.#stored.pages, derived.tally.pages)) return noDifferences;
      return await comparePages(derived.content.pages(), store.readPages(live.key));
    } catch (error) {
      this.#stored.damages.push(messageOfDamage(error));
      return noDifferences;
    }
  }

  async #checkInvariants(): Promise<CheckedRows> {
    // Rows that cannot be read to their end break whatever they would be checked for.
    if (this.#stored.damages.length > 0) return { faults: [], faultCount: 0, leftOut: [] };
    const { store, live, options } = this.#sides;
    try {
      return await checkRows(store, live, { metrics: options.metrics, stored: this.#compared });
    } catch (error) {
      this.#stored.damages.push(messageOfDamage(error));
      return { faults: [], faultCount: 0, leftOut: [] };
    }
  }
}

async function* tapped(
  parts: AsyncIterable<RowPart> | Iterable<RowPart>,
  see: (part: RowPart) => void,
): AsyncGenerator<RowPart, void, undefined> {
  for await (const part of parts) {
    see(part);
    yield part;
  }
}
