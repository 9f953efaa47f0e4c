/** Everything that is wrong with how a command was called, told at once. */
import { UsageError } from '../base/errors.ts';

export type OptionFault = { readonly message: string; readonly hint: string };

export class OptionFaults extends UsageError {
  readonly faults: readonly OptionFault[];

  constructor(faults: readonly OptionFault[]) {
    super(faults.map(({ message }) => message).join('; '));
    this.faults = faults;
  }
}

/** @throws OptionFaults unless the list is empty. */
export function refuseFaults(faults: readonly OptionFault[]): void {
  if (faults.length > 0) throw new OptionFaults(faults);
}
