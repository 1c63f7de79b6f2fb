import { importPKCS8, SignJWT } from "jose";
import { guardedPost, mayBePrivate } from "@/platform/guarded-post";
import { HeldConnection } from "@/platform/held-connection";
import { type Outcome, outcomeOfPatch, outcomeOfPush } from "../rules";
import type { WalletCard } from "./card";
import { classId, classOf, objectOf, type Words } from "./google";
import type { AppleKeys, GoogleKeys } from "./settings";

/** How the makers of wallets are told that a card has changed. */

const PUSH = "https://api.push.apple.com";

/** Tells phones that there is something to ask for; what, it does not say. */
export class ApplePush {
  private readonly connection: HeldConnection;

  constructor(
    private readonly keys: AppleKeys,
    { origin = PUSH, ca }: { origin?: string; ca?: string } = {},
  ) {
    const { signerCert: cert, signerKey: key, signerKeyPassphrase: passphrase } = keys;
    this.connection = new HeldConnection(origin, {
      ...{ cert, key },
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(ca === undefined ? {} : { ca }),
    });
  }

  async tell(pushToken: string): Promise<Outcome> {
    const said = await this.connection.post({
      path: `/3/device/${pushToken}`,
      headers: { "apns-topic": this.keys.passType, "content-type": "application/json" },
      body: "{}",
    });
    if ("failure" in said) return { result: "FAILED", error: said.failure, isAway: true };
    return outcomeOfPush(said.statusCode, reasonIn(said.answer));
  }

  close(): void {
    this.connection.close();
  }
}

function reasonIn(answer: string): string {
  return /"reason"\s*:\s*"(\w{1,64})"/.exec(answer)?.[1] ?? "";
}

const API = "https://walletobjects.googleapis.com/walletobjects/v1";
const TOKENS = "https://oauth2.googleapis.com/token";
const SCOPE = "https://www.googleapis.com/auth/wallet_object.issuer";
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ANSWER_BYTES = 16_384;
const EARLIER_MS = 60_000;

type Failed = Extract<Outcome, { result: "FAILED" }>;

/** Changes the cards that Google keeps. */
export class GoogleCards {
  private token: { text: string; until: number } | undefined;
  private readonly classes = new Set<string>();
  private readonly api: string;
  private readonly tokens: string;

  constructor(
    private readonly keys: GoogleKeys,
    { api = API, tokens = TOKENS }: { api?: string; tokens?: string } = {},
  ) {
    this.api = api;
    this.tokens = tokens;
  }

  async tell(card: WalletCard, words: Words, serial: string): Promise<Outcome> {
    const token = await this.tokenNow();
    if (typeof token !== "string") return token;
    const failed = await this.requireClass(card, words, token);
    if (failed) return failed;
    const id = `${this.keys.issuer}.${serial}`;
    const { id: _, state, ...rest } = objectOf(card, this.keys, words);
    const change = card.isEnded ? { state: "INACTIVE", accountName: serial } : { state, ...rest };
    return this.call("PATCH", `/loyaltyObject/${encodeURIComponent(id)}`, change, token);
  }

  /** One whose ground nobody had yet. What it looks like is not changed here. */
  private async requireClass(
    card: WalletCard,
    words: Words,
    token: string,
  ): Promise<Failed | null> {
    const name = classId(card, this.keys);
    if (card.isEnded || this.classes.has(name)) return null;
    const said = await this.call("POST", "/loyaltyClass", classOf(card, this.keys, words), token);
    // There already.
    const isThere = said.result !== "FAILED" || said.error === "GOOGLE_409";
    if (!isThere) return said;
    this.classes.add(name);
    return null;
  }

  private async call(
    method: "PATCH" | "POST",
    path: string,
    body: object,
    token: string,
  ): Promise<Outcome> {
    const said = await guardedPost({
      url: `${this.api}${path}`,
      ...(method === "PATCH" ? { method } : {}),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      allowPrivate: mayBePrivate(),
    });
    if ("failure" in said) return { result: "FAILED", error: said.failure, isAway: true };
    if (said.statusCode === 401) this.token = undefined;
    return outcomeOfPatch(said.statusCode);
  }

  /** Good for an hour, and asked for anew a little earlier. */
  private async tokenNow(): Promise<string | Failed> {
    const now = Date.now();
    if (this.token && this.token.until > now) return this.token.text;
    const said = await guardedPost({
      url: this.tokens,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: GRANT,
        assertion: await this.assertion(now),
      }).toString(),
      allowPrivate: mayBePrivate(),
      keptBytes: ANSWER_BYTES,
    });
    const failed = (error: string): Failed => ({ result: "FAILED", error, isAway: true });
    if ("failure" in said) return failed(said.failure);
    const read = said.statusCode === 200 ? tokenIn(said.answer) : null;
    if (!read) return failed(`TOKEN_${said.statusCode}`);
    this.token = { text: read.text, until: now + read.seconds * 1000 - EARLIER_MS };
    return read.text;
  }

  private async assertion(now: number): Promise<string> {
    const seconds = Math.floor(now / 1000);
    return new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: "RS256", typ: "JWT" })
      .setIssuer(this.keys.email)
      .setAudience(this.tokens)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 3600)
      .sign(await importPKCS8(this.keys.key, "RS256"));
  }
}

function tokenIn(answer: string): { text: string; seconds: number } | null {
  try {
    const { access_token: text, expires_in: seconds } = JSON.parse(answer);
    return typeof text === "string" && /^[\x21-\x7e]+$/.test(text)
      ? { text, seconds: Number(seconds) || 0 }
      : null;
  } catch {
    return null; // no JSON: no token
  }
}
