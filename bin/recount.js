#!/usr/bin/env node
// Starts the built command line and says what to do where it is not built yet.
import { existsSync } from 'node:fs';

// The client of S3 would tell every run that its future versions need a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const program = new URL('../dist/cli/run-process.js', import.meta.url);

if (existsSync(program)) {
  const { runProcess } = await import(program.href);
  await runProcess(process.argv.slice(2));
} else {
  process.stderr.write('recount is not built yet: run npm run build\n');
  process.exitCode = 1;
}
