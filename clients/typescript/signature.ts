/** Signs events as Standard Webhooks says, with nothing but the runtime’s own cryptography. */

const encoder = new TextEncoder();

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export interface SignatureHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/**
 * `secret` is `whsec_` and base64. The same `id` sent again is answered again and counts once.
 */
export async function signatureOf(
  secret: string,
  { id, body, sentAt = new Date() }: { id: string; body: string; sentAt?: Date },
): Promise<SignatureHeaders> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const raw = bytesOf(secret.replace(/^whsec_/, ""));
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  const text = encoder.encode(`${id}.${timestamp}.${body}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, text));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${btoa(String.fromCharCode(...mac))}`,
  };
}
