/** An embedded engine that starts when it is first needed, and then stays. */
import type { Engine, EngineOptions } from './engine.ts';

export class LazyEngine {
  readonly #options: EngineOptions;
  #opening: Promise<Engine> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  open(): Promise<Engine> {
    this.#opening ??= openEngine(this.#options);
    return this.#opening;
  }

  async close(): Promise<void> {
    const opened = await this.#opening;
    this.#opening = undefined;
    opened?.close();
  }
}

/** Loaded when needed: it takes longer to load than a command that reads records takes to run. */
async function openEngine(options: EngineOptions): Promise<Engine> {
  const { Engine } = await import('./engine.ts');
  return Engine.open(options);
}
