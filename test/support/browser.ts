/** A headless Chromium, for as long as some tests run. */
import { existsSync } from 'node:fs';
import { launch, type Browser } from 'puppeteer-core';

const program = '/usr/bin/chromium';

/**
 * Where Debian puts Chromium. Where it is missing: undefined, said loudly, so that tests can be
 * skipped; on a build server that is an error.
 */
export function findChromium(): string | undefined {
  if (existsSync(program)) return program;
  const message = 'no Chromium: apt-get install chromium';
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\n*** TESTS ARE SKIPPED: ${message} ***\n\n`);
  return undefined;
}

/** Without a sandbox, for build servers run as root; it loads nothing but what it is given. */
export function startChromium(executablePath: string): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return launch({ executablePath, headless: true, pipe: true, args });
}
