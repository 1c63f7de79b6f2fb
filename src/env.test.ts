import { describe, expect, it } from "vitest";
import { readEnv } from "./env";

const USABLE = {
  DATABASE_URL: "mysql://u:p@db:3306/m",
  AUTH_SECRET: "a secret for tests that is long enough",
};
const TOKENS = { MEMBER_JWT_ISSUER: "https://id.example/", MEMBER_JWT_AUDIENCE: "members" };
const JWKS = { ...TOKENS, MEMBER_JWT_JWKS_URL: "https://id.example/keys" };
const SECRET = { ...TOKENS, MEMBER_JWT_SECRET: "s".repeat(32) };
const OIDC = {
  OIDC_ISSUER: "https://id.example",
  OIDC_CLIENT_ID: "members",
  OIDC_CLIENT_SECRET: "secret",
};

const MAIL = { SMTP_URL: "smtp://mail.example", MAIL_FROM: "a@shop.example" };
const SMS = {
  SMS_HOOK_URL: "https://sms.shop.example/send",
  SMS_HOOK_SECRET: `whsec_${Buffer.alloc(32).toString("base64")}`,
};

describe("the environment", () => {
  it.each<[string, Record<string, string>]>([
    ["nothing of identity", {}],
    ["member tokens with keys by address", JWKS],
    ["member tokens with a secret", SECRET],
    ["algorithms that fit keys", { ...JWKS, MEMBER_JWT_ALGORITHMS: "PS256 ES384" }],
    ["algorithms that fit a secret", { ...SECRET, MEMBER_JWT_ALGORITHMS: "HS512" }],
    ["a provider to sign in with", OIDC],
    ["a provider without TLS while developing", developing({ OIDC_ISSUER: "http://127.0.0.1:1" })],
    [
      "a way for e-mails",
      { SMTP_URL: "smtps://u:p@mail.example", MAIL_FROM: "素 <a@shop.example>" },
    ],
    ["a hook for text messages", SMS],
    ["other origins", { CORS_ORIGINS: "https://shop.example http://localhost:5173" }],
  ])("is usable with %s", (_, given) => {
    expect(() => readEnv({ ...USABLE, ...given })).not.toThrow();
  });

  function developing(changes: Record<string, string>) {
    return { ...OIDC, ...changes, MEMBER_SYSTEM_ENV: "development" };
  }

  it.each<[string, Record<string, string>, RegExp]>([
    ["both keys and a secret", { ...JWKS, ...SECRET }, /MEMBER_JWT_SECRET: exactly one/],
    ["neither", TOKENS, /MEMBER_JWT_SECRET: exactly one/],
    ["a short secret", { ...SECRET, MEMBER_JWT_SECRET: "s".repeat(31) }, /at least 32 bytes/],
    ["no issuer", { ...JWKS, MEMBER_JWT_ISSUER: "" }, /MEMBER_JWT_ISSUER/],
    ["mails from nobody", { SMTP_URL: "smtp://mail.example" }, /MAIL_FROM: goes with SMTP_URL/],
    ["mails from two", { ...MAIL, MAIL_FROM: "a@b.example\r\nBcc: c@d.example" }, /MAIL_FROM/],
    ["mails by another way", { ...MAIL, SMTP_URL: "http://mail.example" }, /SMTP_URL/],
    ["text messages to no country", { SMS_COUNTRIES: " " }, /SMS_COUNTRIES/],
    ["a country by its name", { SMS_COUNTRIES: "86 HK" }, /SMS_COUNTRIES/],
    ["fewer codes than none", { CODES_PER_HOUR: "-1" }, /CODES_PER_HOUR/],
    ["text messages unsigned", { ...SMS, SMS_HOOK_SECRET: "" }, /SMS_HOOK_SECRET/],
    ["text messages readable on the way", { ...SMS, SMS_HOOK_URL: "http://a.example" }, /https/],
    ["no audience", { ...JWKS, MEMBER_JWT_AUDIENCE: "" }, /MEMBER_JWT_AUDIENCE/],
    ["HS with keys", { ...JWKS, MEMBER_JWT_ALGORITHMS: "RS256,HS256" }, /MEMBER_JWT_ALGORITHMS/],
    ["RS with a secret", { ...SECRET, MEMBER_JWT_ALGORITHMS: "RS256" }, /MEMBER_JWT_ALGORITHMS/],
    ["alg none", { ...JWKS, MEMBER_JWT_ALGORITHMS: "none" }, /MEMBER_JWT_ALGORITHMS/],
    ["half a provider", { OIDC_ISSUER: "https://id.example" }, /OIDC_CLIENT_ID: goes with/],
    ["keys without TLS", { ...JWKS, MEMBER_JWT_JWKS_URL: "http://id.example/k" }, /https in prod/],
    ["an origin with a path", { CORS_ORIGINS: "https://shop.example/" }, /CORS_ORIGINS/],
  ])("is refused with %s, by name", (_, given, sentence) => {
    expect(() => readEnv({ ...USABLE, ...given })).toThrow(sentence);
  });

  it("lets pages of every origin call where a shop wants it", () => {
    expect(readEnv({ ...USABLE, CORS_ORIGINS: "*" }).CORS_ORIGINS).toEqual(["*"]);
  });
});
