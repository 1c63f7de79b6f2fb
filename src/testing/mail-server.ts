import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** An SMTP server as a shop has one, on a port of its own; what it took stands in `received`. */
export class MailServer {
  readonly received: { from: string; to: string[]; raw: string }[] = [];
  readonly logins: string[] = [];
  /** Says no to a recipient: an answer of the server, or null. */
  refuse: (address: string) => { message: string; responseCode: number } | null = () => null;
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      authMethods: ["PLAIN"],
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: ({ username = "", password }, _, done) => {
        this.logins.push(username);
        if (password === "right") done(null, { user: username });
        else done(new Error("535 who are you"));
      },
      onRcptTo: ({ address }, _, done) => {
        const said = this.refuse(address);
        if (said) done(Object.assign(new Error(said.message), said));
        else done();
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          this.received.push({ from, to, raw: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    // What a client does wrong is its own test's to see.
    this.server.on("error", () => {});
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = this.server.server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
