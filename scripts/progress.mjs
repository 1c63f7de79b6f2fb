/**
 * What a person sees while a script works: one line per step with the time it took. On a terminal
 * the running step counts its seconds in place; in a log file a long step reports now and then, so
 * that nobody has to wonder whether it hangs.
 */

const HEARTBEAT_MS = 10_000;
const FIRST_HEARTBEAT_MS = 2_000;

/** An error whose message tells the person everything; it is printed without a stack. */
export class PlainError extends Error {}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @param {string} text @param {number} width */
function shorten(text, width) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;
}

/**
 * Replaces the words behind the running step.
 * @callback Note
 * @param {string} text
 * @returns {void}
 */

/**
 * @param {number} [total] how many steps there will be; without it they are not numbered
 * @param {NodeJS.WriteStream} [out]
 */
export function createProgress(total, out = process.stdout) {
  const isTerminal = Boolean(out.isTTY) && process.env.TERM !== "dumb";
  let number = 0;

  /**
   * @template T
   * @param {string} title
   * @param {(note: Note) => Promise<T>} work
   * @param {(result: T) => string} [outcome] the words printed when it is done; text that the work
   *   returns needs none
   * @returns {Promise<T>}
   */
  async function step(title, work, outcome = (result) => `${result ?? "done"}`) {
    number += 1;
    const label = total ? `[${number}/${total}] ${title}` : title;
    const running = showRunning(label, out, isTerminal);
    try {
      const result = await work(running.note);
      running.finish(outcome(result));
      return result;
    } catch (error) {
      running.finish("failed");
      throw error;
    }
  }

  return { step };
}

/**
 * @param {string} label
 * @param {NodeJS.WriteStream} out
 * @param {boolean} isTerminal
 */
function showRunning(label, out, isTerminal) {
  const startedAt = Date.now();
  let words = "";

  const paint = () => {
    const elapsed = duration(Date.now() - startedAt);
    const line = `${label} … ${elapsed}${words ? `  ${words}` : ""}`;
    if (isTerminal) out.write(`\r\x1b[2K${shorten(line, (out.columns || 80) - 1)}`);
    else out.write(`${shorten(line, 160)}\n`);
  };

  if (isTerminal) paint();
  const ticker = setInterval(paint, isTerminal ? 500 : HEARTBEAT_MS);
  const first = isTerminal ? undefined : setTimeout(paint, FIRST_HEARTBEAT_MS);

  return {
    /** @type {Note} */
    note(text) {
      words = text;
    },
    /** @param {string} outcome */
    finish(outcome) {
      clearInterval(ticker);
      clearTimeout(first);
      const line = `${label}: ${outcome} (${duration(Date.now() - startedAt)})`;
      out.write(`${isTerminal ? "\r\x1b[2K" : ""}${line}\n`);
    },
  };
}
