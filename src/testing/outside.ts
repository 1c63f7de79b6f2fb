import { Socket } from "node:net";
import { isInsideTransaction } from "@/platform/outside";

/**
 * In every test with a database, a connection to anybody but the database fails where it is opened
 * inside a transaction: whatever a command or a job does, it does not wait for others there.
 */

const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;

function portOf(args: unknown[]): number {
  // As callers write it, or put into order by Node before.
  const [first] = args.flat() as [{ port?: unknown } | number | string | undefined];
  return Number(first !== null && typeof first === "object" ? first.port : first);
}

export function forbidOutsideInTransactions(): void {
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const database = Number(new URL(process.env.DATABASE_URL ?? "").port || 3306);
    if (isInsideTransaction() && portOf(args) !== database) {
      throw new Error(`a connection to port ${portOf(args)} was opened inside a transaction`);
    }
    return connect.apply(this, args);
  } as typeof Socket.prototype.connect;
}
