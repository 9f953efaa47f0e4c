/** WebAssembly that is compiled from its source in the tree by `npm run build`. */
import { readFileSync } from 'node:fs';
import { SystemError } from './errors.ts';

/** Types of it come with those of browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

export class CompiledModule {
  readonly #name: string;
  readonly #path: URL;
  #module: object | undefined;

  /** @param path is read when the first instance is made. */
  constructor(name: string, path: URL) {
    this.#name = name;
    this.#path = path;
  }

  /**
   * The exports of an instance with a memory of its own.
   *
   * @throws SystemError if the module was not built.
   */
  instantiate(imports: object = {}): unknown {
    this.#module ??= this.#compiled();
    return new WebAssembly.Instance(this.#module, imports).exports;
  }

  #compiled(): object {
    try {
      return new WebAssembly.Module(readFileSync(this.#path));
    } catch (cause) {
      throw new SystemError(`${this.#name} could not be loaded from ${this.#path.pathname}`, {
        cause,
        hint: 'run "npm run build" where the program was built from its source, or install it anew',
      });
    }
  }
}
