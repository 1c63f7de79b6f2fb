import type { Socket } from "node:net";

/**
 * Makes a socket hand to the system at once what was written in one go: the statements of an act that
 * wait for nothing from each other leave in one call instead of one each. Nothing waits for time to
 * pass: what was written leaves before the process looks at anything new.
 *
 * @param socket that was told where to connect already: that sets its `write` anew
 */
export function gatherWrites(socket: Socket): Socket {
  const write = socket.write.bind(socket);
  let isGathering = false;
  return Object.assign(socket, {
    write: (...written: Parameters<typeof write>) => {
      if (!isGathering) {
        isGathering = true;
        socket.cork();
        // After all that is ready to run, and before anything that arrives.
        process.nextTick(() => {
          isGathering = false;
          socket.uncork();
        });
      }
      return write(...written);
    },
  });
}
