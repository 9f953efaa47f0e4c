#!/usr/bin/env node
// Starts the built command line and says what to do where it is not built yet.
import { existsSync } from 'node:fs';

// The client of S3 would tell every run that its future versions need a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const main = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(main)) {
  const cli = await import(main.href);
  process.exitCode = await cli.main(process.argv.slice(2));
} else {
  process.stderr.write('recount is not built yet: run npm run build\n');
  process.exitCode = 1;
}
