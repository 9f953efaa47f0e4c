/** Where results go: standard output, or a file that is there whole or not at all. */
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { WholeFile } from './whole-file.ts';

export type Sink = {
  write(text: string): Promise<void>;
  /** True once nobody reads any more. */
  isClosed(): boolean;
  keep(): void;
  discard(): void;
};

/** @param path undefined = standard output. */
export function openSink({ output, surroundings }: Session, path: string | undefined): Sink {
  if (path === undefined) {
    return {
      write: (text) => output.write(text),
      isClosed: () => output.isClosed,
      keep: () => undefined,
      discard: () => undefined,
    };
  }
  const { id } = nameRun(surroundings);
  const file = new WholeFile({ path, flag: '--output', id });
  return {
    write: async (text) => file.write(text),
    isClosed: () => false,
    keep: () => file.keep(),
    discard: () => file.discard(),
  };
}
