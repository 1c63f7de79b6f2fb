import { createConnection } from "mariadb";
import { databaseAddress } from "../platform/database-address.mjs";

/** Where the tests' server is, for connections that don't come from the product's own pool. */
export function addressOf(url: string) {
  const { database, ...server } = databaseAddress(url);
  return { ...server, database: database || undefined };
}

/** `MySQL 9.7.4` or `MariaDB 10.11.19-MariaDB`, as the server itself says. */
export async function serverAt(url: string): Promise<string> {
  const connection = await createConnection(addressOf(url));
  try {
    const [row] = await connection.query<{ version: string }[]>("SELECT VERSION() AS version");
    const version = row?.version ?? "";
    return `${/mariadb/i.test(version) ? "MariaDB" : "MySQL"} ${version}`;
  } finally {
    await connection.end();
  }
}
