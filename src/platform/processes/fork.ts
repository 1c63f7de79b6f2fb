import { type ChildProcess, fork } from "node:child_process";
import cluster from "node:cluster";

/** How the processes of a server begin. Loads nothing but Node: the first of them begins before all else. */

export interface Forked {
  child: ChildProcess;
  /** Hands over what it said so far, to whoever listens from now on. */
  heard(): void;
}

/** @param args its name, and what else it is told */
export function forkAlone(file: string, args: string[]): Forked {
  return keepingWords(fork(file, args));
}

/** The primary has the port, and hands each connection to one of those that share it, in turn. */
export function forkOnPort(file: string, args: string[]): Forked {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: file, args });
  const worker = cluster.fork();
  // Its process tells of it too.
  worker.on("error", () => {});
  closeWhatIsLost(worker.process);
  return keepingWords(worker.process);
}

function keepingWords(child: ChildProcess): Forked {
  const words: unknown[] = [];
  const keep = (word: unknown) => words.push(word);
  child.on("message", keep);
  return {
    child,
    heard() {
      child.off("message", keep);
      for (const word of words.splice(0)) child.emit("message", word);
    },
  };
}

/**
 * Node hands over one connection at a time and keeps it until the other process has it; of one that died
 * meanwhile it forgets it, open, and whoever is on it would wait for ever.
 */
function closeWhatIsLost(child: ChildProcess): void {
  let onItsWay: { close(): void } | undefined;
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]) => {
    const [message, handle] = args as [{ act?: string }, { close(): void } | undefined];
    if (message.act === "newconn" && handle) onItsWay = handle;
    return send(...args);
  };
  // Closing what was handed over does nothing.
  child.once("exit", () => onItsWay?.close());
}
