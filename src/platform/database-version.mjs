/** The servers that the product is made for, in one place for the programs and the scripts. */

export const SERVERS_WORDS = "MariaDB 10.6 or newer, or MySQL 8.0.16 or newer";

const MARIADB_MIN = [10, 6, 0];
/** Before it, CHECK constraints are read and not kept. */
const MYSQL_MIN = [8, 0, 16];

/**
 * Example: versionFault("5.7.44-log") = "the server is MySQL 5.7.44; needed is …".
 * @param {string} version what the server says of itself in @@version
 * @returns {string | null}
 */
export function versionFault(version) {
  const isMariaDb = /mariadb/i.test(version);
  // Replication's sake: some MariaDB versions put 5.5.5- in front of their own.
  const numbers = version.replace(/^5\.5\.5-(?=\d+\.)/, "").match(/^(\d+)\.(\d+)\.(\d+)/);
  const found = numbers?.slice(1).map(Number) ?? [];
  const least = isMariaDb ? MARIADB_MIN : MYSQL_MIN;
  if (found.length === 3 && compare(found, least) >= 0) return null;
  return `the server is ${isMariaDb ? "MariaDB" : "MySQL"} ${found.join(".") || version}; needed is ${SERVERS_WORDS}`;
}

/** @param {number[]} a @param {number[]} b */
function compare(a, b) {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
