import { PrismaMariaDb } from "@prisma/adapter-mariadb";
import { env } from "@/env";
import { PrismaClient } from "@/generated/prisma/client";
import { databaseAddress } from "./database-address.mjs";

/**
 * Prisma for everyday reads: lists with filters that people put together. Everything that writes, and
 * the hot reads, speak SQL over the driver's pool.
 */
declare global {
  var __memberSystemPrisma: PrismaClient | undefined;
}

const CONNECTIONS = 3;

export function prisma(): PrismaClient {
  if (globalThis.__memberSystemPrisma) return globalThis.__memberSystemPrisma;
  const adapter = new PrismaMariaDb({
    ...databaseAddress(env().DATABASE_URL, env().DATABASE_CA),
    connectionLimit: CONNECTIONS,
    acquireTimeout: env().DB_ACQUIRE_TIMEOUT_MS,
    connectTimeout: 2500,
    prepareCacheLength: 500,
    initSql: "SET time_zone = '+00:00'",
  });
  globalThis.__memberSystemPrisma = new PrismaClient({ adapter });
  return globalThis.__memberSystemPrisma;
}

export async function closePrisma(): Promise<void> {
  await globalThis.__memberSystemPrisma?.$disconnect();
  globalThis.__memberSystemPrisma = undefined;
}
