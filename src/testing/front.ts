import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { bundled, ROOT } from "./bundle";

/** The doors as a process with a heap of its own, which a request may be too much for. */

export interface Held {
  heapBytes: number;
  connections: number;
}

export interface FrontProcess {
  port: number;
  isAlive(): boolean;
  /** After collecting garbage. */
  held(): Promise<Held>;
  /** As a process manager stops it; the exit code. */
  stop(): Promise<number | null>;
}

const HEAP_MB = 256;

/** Settings of a process that counts nobody's requests. */
export const UNLIMITED = {
  ANONYMOUS_RATE_PER_MINUTE: "0",
  ANONYMOUS_PAGE_RATE_PER_MINUTE: "0",
  PAGE_RATE_PER_MINUTE: "0",
};

/** Serves for the tests of a file; the database comes first, by useDatabase. */
export function useFront(settings: Record<string, string> = {}): FrontProcess {
  let program: { file: string; remove(): void } | undefined;
  let child: ChildProcess;

  const told = <T>(name: string) =>
    new Promise<T>((resolve, reject) => {
      const onEnd = (code: number | null) => reject(new Error(`the doors ended with ${code}`));
      child.once("exit", onEnd);
      child.once("message", (message: Record<string, T>) => {
        child.off("exit", onEnd);
        resolve(message[name] as T);
      });
    });

  const front: FrontProcess = {
    port: 0,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    held: async () => {
      const answer = told<Held>("held");
      child.send("memory");
      return answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", (code) => resolve(code));
        child.kill("SIGTERM");
      }),
  };

  beforeAll(async () => {
    program = await bundled("src/testing/front-process.ts");
    child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, "--expose-gc", program.file],
      {
        cwd: ROOT,
        env: { ...process.env, ...settings },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      },
    );
    front.port = (await told<AddressInfo>("address")).port;
  });
  afterAll(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
    program?.remove();
  });
  return front;
}
