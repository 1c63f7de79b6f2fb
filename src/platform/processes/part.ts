import { log } from "../log";
import type { Forked } from "./fork";
import { endWhereHeld } from "./held";
import { type Answerers, type Link, openLink } from "./link";

/** One process of a server, as the primary knows it. */

export interface Part {
  link: Link;
  /** Settles when it says that it serves; never where it ends before. */
  up: Promise<void>;
  ended: Promise<string>;
  /** Settles when it has ended. */
  stop(): Promise<void>;
  logTail(): string;
}

/** A program gives itself ten seconds. */
const STOP_WITHIN_MS = 11_000;

export function partOf({ child, heard }: Forked, answerers: Answerers): Part {
  // What cannot be sent to it any more is told by its end.
  child.on("error", (err) => log().debug({ err }, "a process could not be reached"));
  let isUp = () => {};
  const up = new Promise<void>((resolve) => {
    isUp = resolve;
  });
  const ended = new Promise<string>((resolve) => {
    const tell = (code: number | null, signal: string | null) => resolve(signal ?? `code ${code}`);
    if (child.exitCode !== null || child.signalCode !== null)
      tell(child.exitCode, child.signalCode);
    child.once("exit", tell);
    // One that never began has no exit.
    child.once("error", (error) => child.pid === undefined && resolve(error.message));
  });
  const link = openLink(child, {
    ...answerers,
    up: () => {
      isUp();
      return null;
    },
  });
  heard();
  up.then(() => {
    const leave = endWhereHeld(link, () => {
      log().error({ pid: child.pid }, "a process answered nothing for a minute");
      child.kill("SIGKILL");
    });
    void ended.then(leave);
  });
  return {
    link,
    up,
    ended,
    async stop() {
      // One that ends before it answers has done what was asked.
      link.ask("stop", null).catch(() => undefined);
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
    logTail: () => "",
  };
}
