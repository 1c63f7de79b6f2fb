import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/**
 * Secrets that we must be able to use again, such as those that messages are signed with, at rest:
 * AES-256-GCM under a key derived from the deployment's own secret for one purpose.
 */

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

export class SecretBox {
  private readonly key: Buffer;

  constructor(
    deploymentSecret: string,
    private readonly purpose: string,
  ) {
    this.key = Buffer.from(hkdfSync("sha256", deploymentSecret, "", purpose, 32));
  }

  seal(secret: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.key, iv);
    cipher.setAAD(Buffer.from(this.purpose));
    const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]);
    return `${VERSION}.${sealed.toString("base64url")}`;
  }

  /** Null for what was sealed with another key or changed since. */
  open(sealed: string): string | null {
    const [version, text = ""] = sealed.split(".");
    const bytes = Buffer.from(text, "base64url");
    if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) return null;
    const tagEnd = IV_BYTES + TAG_BYTES;
    const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(this.purpose));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
    try {
      return decipher.update(bytes.subarray(tagEnd), undefined, "utf8") + decipher.final("utf8");
    } catch {
      return null; // not sealed by us, as the doc says
    }
  }
}
