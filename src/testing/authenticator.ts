import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A device that keeps one passkey, as WebAuthn says it speaks (ES256, no attestation). */

interface Asked {
  challenge: string;
  /** What the page is called by the browser that shows it. */
  origin: string;
  rpID: string;
  isVerified?: boolean;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const text = (data: Buffer) => data.toString("base64url");
const word = (value: string) =>
  Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (data: Buffer) => {
  const head =
    data.length < 256 ? [0x58, data.length] : [0x59, data.length >> 8, data.length & 255];
  return Buffer.concat([Buffer.from(head), data]);
};

export class Authenticator {
  readonly credentialId = randomBytes(32);
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private counter = 0;
  private userHandle: string | undefined;

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    [this.privateKey, this.publicKey] = [pair.privateKey, pair.publicKey];
  }

  /** What a browser answers to the options of an addition. */
  create(asked: Asked, userHandle: string): string {
    this.userHandle = userHandle;
    const { x = "", y = "" } = this.publicKey.export({ format: "jwk" });
    const key = Buffer.concat([
      // A map of five: EC2, ES256, P-256, and the point.
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x, "base64url")),
      Buffer.from([0x22]),
      bytes(Buffer.from(y, "base64url")),
    ]);
    const credential = [Buffer.alloc(16), Buffer.from([0, this.credentialId.length])];
    const data = this.data(asked, HAS_CREDENTIAL, [...credential, this.credentialId, key]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      ...[word("fmt"), word("none"), word("attStmt"), Buffer.from([0xa0])],
      ...[word("authData"), bytes(data)],
    ]);
    return this.answer({
      clientDataJSON: text(clientData("webauthn.create", asked)),
      attestationObject: text(attestation),
      transports: ["internal"],
    });
  }

  /** What a browser answers to the options of a sign-in. */
  get(asked: Asked): string {
    this.counter += 1;
    const data = this.data(asked, 0, []);
    const client = clientData("webauthn.get", asked);
    const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.privateKey);
    return this.answer({
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(signature),
      userHandle: this.userHandle,
    });
  }

  private data({ rpID, isVerified = true }: Asked, more: number, rest: readonly Buffer[]): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt8(USER_PRESENT | (isVerified ? USER_VERIFIED : 0) | more);
    head.writeUInt32BE(this.counter, 1);
    return Buffer.concat([sha256(rpID), head, ...rest]);
  }

  private answer(response: object): string {
    const id = text(this.credentialId);
    const fixed = { type: "public-key", clientExtensionResults: {} };
    return JSON.stringify({ id, rawId: id, response, ...fixed });
  }
}

function clientData(type: string, { challenge, origin }: Asked): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
