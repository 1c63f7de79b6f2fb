import { connect, createServer, type Server, type Socket } from "node:net";

/** A wire to a server that can fall silent: what is sent is lost, and nobody is told. */
export class SilentLine {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private silentSockets = new Set<Socket>();
  port = 0;

  constructor(private readonly far: { host: string; port: number }) {
    this.server = createServer((near) => this.join(near));
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = (this.server.address() as { port: number }).port;
  }

  /** Every connection of now, and every new one until `heal`, hears nothing any more. */
  fallSilent(): void {
    this.isSilent = true;
    this.silentSockets = new Set(this.sockets);
  }

  /** New connections get through again; those that fell silent stay so, as after a lost route. */
  heal(): void {
    this.isSilent = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private isSilent = false;

  private join(near: Socket): void {
    const far = connect(this.far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      if (this.isSilent) this.silentSockets.add(from);
      from.on("data", (bytes) => this.silentSockets.has(from) || to.write(bytes));
      from.on("error", () => undefined);
      from.on("close", () => {
        this.sockets.delete(from);
        if (!this.silentSockets.has(from)) to.destroy();
      });
    }
  }
}
