/** Which of the server's processes this one is; the primary says so when it starts it. */

const ROLE = /^(api-\d+|pages|jobs)$/;

/** `api-1`, `pages`, `jobs`; undefined in a process that is nobody's. */
export function roleOf(argv: readonly string[] = process.argv): string | undefined {
  return argv[2] !== undefined && ROLE.test(argv[2]) ? argv[2] : undefined;
}

/**
 * Where the process with the pages listens, for who was told: the third argument.
 *
 * @throws Error in a process that was not started by the primary
 */
export function pagesSocket(argv: readonly string[] = process.argv): string {
  const [, , , path] = argv;
  if (roleOf(argv) === undefined || path === undefined) {
    throw new Error("this program is started by dist/server.mjs");
  }
  return path;
}
