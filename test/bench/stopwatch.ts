/** The time that a piece of work takes, and the memory that its process took until its end. */

export type Measurement = {
  /** On the clock. */
  readonly seconds: number;
  /** Of the processor, all threads of the process: what a busy machine changes least. */
  readonly cpuSeconds: number;
  /** The most memory that the process ever had resident. */
  readonly peakBytes: number;
};

export async function measure<Result>(
  work: () => Promise<Result>,
): Promise<Measurement & { readonly result: Result }> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const result = await work();
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  // Node gives kibibytes.
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { seconds, cpuSeconds: (user + system) / 1e6, peakBytes, result };
}
