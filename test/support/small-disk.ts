/** A disk of its own over a folder, of a few kilobytes: for one process alone, gone with it. */
import { execFileSync } from 'node:child_process';

const megabytes = 1;

/**
 * Whether this machine lets us mount one. Where not, it is said loudly, so that tests can be
 * skipped, on a build server too: a right, other than a program, cannot be installed.
 */
export function canMountSmallDisk(): boolean {
  try {
    const [program = '', ...more] = onSmallDisk('/tmp');
    execFileSync(program, [...more, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    const message =
      'no small disk: it needs unshare and mount (apt-get install util-linux mount) and root or ' +
      'user namespaces (sysctl kernel.unprivileged_userns_clone=1)';
    process.stderr.write(`\n*** TESTS ARE SKIPPED: ${message} ***\n\n`);
    return false;
  }
}

/** What a command has to stand behind: to it, `folder` is a disk with room for a megabyte. */
export function onSmallDisk(folder: string): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`;
  return ['unshare', ...asRoot, '--mount', 'sh', '-c', mount, folder];
}
