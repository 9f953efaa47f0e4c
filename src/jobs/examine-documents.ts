/** Whether what manifests name is there: the objects that were read, the rules that held. */
import { digestFromValue } from '../base/canonical-json.ts';
import { RecountError, UnavailableError } from '../base/errors.ts';
import type { Manifest } from '../model/manifest.ts';
import { textFromPeriod } from '../model/period.ts';
import type { GenerationKey } from '../model/period.ts';
import type { Store } from '../store/store.ts';
import { rebuildCommand } from '../model/store-finding.ts';
import type { StoreFinding } from '../model/store-finding.ts';

type Kind = 'input' | 'rules';

const names: Readonly<Record<Kind, string>> = { input: 'list of objects', rules: 'rules' };

/** Looks each document up once, however many manifests name it. Memory: their digests. */
export class DocumentExaminer {
  readonly #store: Store;
  /** Faults of a document in words; '' = it is there and whole. */
  readonly #faults = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** One finding for each generation that names what is not there. */
  async *examine(
    key: GenerationKey,
    manifest: Pick<Manifest, Kind>,
  ): AsyncGenerator<StoreFinding, void, undefined> {
    for (const kind of ['input', 'rules'] as const) {
      const fault = await this.#faultOf(kind, manifest[kind]);
      if (fault === '') continue;
      const { site, day, generation } = key;
      const name = `${textFromPeriod(key)}, generation ${generation}`;
      const message = `${name}: its ${names[kind]} ${fault}`;
      const remedy = `restore it from a backup; or, as the logs are now: ${rebuildCommand(key)}`;
      const period = { site, day };
      yield { level: 'fault', kind, period, generation, message, remedy };
    }
  }

  async #faultOf(kind: Kind, digest: string): Promise<string> {
    const name = `${kind}/${digest}`;
    const known = this.#faults.get(name) ?? (await this.#look(kind, digest));
    this.#faults.set(name, known);
    return known;
  }

  async #look(kind: Kind, digest: string): Promise<string> {
    try {
      if (kind === 'input') {
        const set = await this.#store.readInputSet(digest);
        return set === undefined ? `(${digest}) is missing` : '';
      }
      const rules = await this.#store.readRules(digest);
      if (rules === undefined) return `(${digest}) are missing`;
      return digestFromValue(rules) === digest ? '' : `(${digest}) are not what they were`;
    } catch (error) {
      if (!(error instanceof RecountError) || error instanceof UnavailableError) throw error;
      return `cannot be read: ${error.message}`;
    }
  }
}
