/** A database server greets every connection once it is ready for it, which needs no driver to see. */

import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @param {number} withinMs
 * @param {number} port
 * @param {() => boolean} hasEnded
 */
export async function greetsWithin(withinMs, port, hasEnded) {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && !hasEnded()) {
    if (await greets(port)) return true;
    await sleep(50);
  }
  return false;
}

/** @param {number} port @returns {Promise<boolean>} */
function greets(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    const answer = (/** @type {boolean} */ isReady) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once("error", () => answer(false));
    socket.once("close", () => answer(false));
    // Byte 4 is the protocol version, 10 for every server since MySQL 3.21; an error packet has
    // 255 there.
    socket.once("data", (greeting) => answer(greeting[4] === 10));
  });
}
