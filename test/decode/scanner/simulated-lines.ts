/** Lines of simulated traffic, to be changed by tests. */
import { simulateArchive } from '../../../src/simulate/simulate-archive.ts';
import { defaultSimulation, type SimulateOptions } from '../../../src/simulate/simulate-options.ts';

/** About `count` lines of one day, always the same. */
export function simulatedLines(
  options: Pick<SimulateOptions, 'format' | 'detail'>,
  count: number,
): readonly string[] {
  const objects = simulateArchive({ ...defaultSimulation, ...options, eventsPerDay: count });
  const lines: string[] = [];
  for (const { blocks } of objects) {
    for (const block of blocks) {
      const text = Buffer.from(block).toString('utf8');
      lines.push(...text.split('\n').filter((line) => line !== ''));
    }
  }
  return lines;
}
