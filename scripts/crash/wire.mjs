/** A wire between programs and their database that can go silent: nothing comes, and nobody says so. */

import { connect, createServer } from "node:net";

/** @typedef {Awaited<ReturnType<typeof openWire>>} Wire */

/** @param {number} targetPort */
export async function openWire(targetPort) {
  /** @type {Set<{ near: import("node:net").Socket, far: import("node:net").Socket }>} */
  const pairs = new Set();
  let isSilent = false;

  const server = createServer((near) => {
    const far = connect(targetPort, "127.0.0.1");
    const pair = { near, far };
    pairs.add(pair);
    near.on("error", () => {});
    far.on("error", () => {});
    if (isSilent) mute(pair);
    else {
      near.pipe(far);
      far.pipe(near);
      far.once("close", () => near.destroy());
    }
    near.once("close", () => {
      far.destroy();
      pairs.delete(pair);
    });
  });

  /**
   * From here on neither side hears of the other, not even that it has gone.
   * @param {{ near: import("node:net").Socket, far: import("node:net").Socket }} pair
   */
  function mute({ near, far }) {
    near.unpipe(far);
    far.unpipe(near);
    far.removeAllListeners("close");
    near.resume();
    far.resume();
    near.on("data", () => {});
    far.on("data", () => {});
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port,
    silence() {
      isSilent = true;
      for (const pair of pairs) mute(pair);
    },
    /**
     * New connections go through again. The silent ones stay so for the programs; the database finds
     * out that nobody is there any more, as its keepalive does.
     */
    mend() {
      isSilent = false;
      for (const { far } of pairs) if (far.listenerCount("close") === 0) far.destroy();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await closed;
    },
  };
}
