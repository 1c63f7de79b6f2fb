import { createConnection } from "mariadb";

/** Where the tests' server is, for connections that don't come from the product's own pool. */
export function addressOf(url: string) {
  const { hostname: host, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || undefined,
    allowPublicKeyRetrieval: searchParams.get("allowPublicKeyRetrieval") === "true",
  };
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
