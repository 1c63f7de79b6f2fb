import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { describe, expect, it } from "vitest";
import en from "@/i18n/messages/en/errors.json";
import zhCN from "@/i18n/messages/zh-CN/errors.json";
import { asDomainError, DomainError, ERROR_STATUS, type ErrorCode, invariant } from "./errors";
import { problemHeaders, problemOf, refusalOf } from "./problem";

process.env.LOG_LEVEL = "silent";
process.env.DATABASE_URL ??= "mysql://nobody@localhost/nowhere";
process.env.AUTH_SECRET ??= "only-so-that-there-is-an-environment";

const CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

describe("a refusal", () => {
  it.each(CODES)("%s has the same status for tRPC as for REST", (code) => {
    const refusal = new DomainError(code);
    expect(refusal.status).toBe(ERROR_STATUS[code]);
    expect(getHTTPStatusCodeFromError(refusal)).toBe(refusal.status);
  });

  it("has words in both languages, and no code has words without being one", () => {
    for (const catalog of [en, zhCN])
      expect(Object.keys(catalog).sort()).toEqual([...CODES].sort());
  });

  it.each(CODES)("%s reads well even without its facts", (code) => {
    for (const locale of ["zh-CN", "en"] as const) {
      const { title, detail } = problemOf(new DomainError(code), locale, "request-1");
      expect(title).not.toBe("");
      expect(detail).not.toMatch(/[{}]|undefined|words\./);
    }
  });

  it.each(CODES)("%s says every moment as people read it, in the program’s zone", (code) => {
    const names = [...JSON.stringify([zhCN[code], en[code]]).matchAll(/\{(\w+)/g)];
    const facts = Object.fromEntries(names.map(([, name]) => [name, "2027-05-18T06:30:00.000Z"]));
    for (const locale of ["zh-CN", "en"] as const) {
      const { detail } = problemOf(new DomainError(code, facts), locale, "request-1");
      expect(detail).not.toMatch(/\dT\d|Z\b/);
    }
  });

  it("of a birthday says when it can be changed again, and keeps the moment as a fact", () => {
    const refusal = new DomainError("BIRTHDAY_LOCKED", {
      changeableAt: "2027-05-18T16:30:00.000Z",
    });
    const problem = problemOf(refusal, "zh-CN", "request-1");
    expect(problem.detail).toBe("生日每 365 天只能修改一次，2027-05-19 00:30 起可再次修改。");
    expect(problem).toMatchObject({ changeableAt: "2027-05-18T16:30:00.000Z" });
  });

  it("is found behind the error that tRPC makes of it", () => {
    const refusal = new DomainError("OUT_OF_STOCK");
    const wrapped = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: refusal });
    expect([asDomainError(refusal), asDomainError(wrapped)]).toEqual([refusal, refusal]);
    expect(asDomainError(new Error("x"))).toBeUndefined();
    expect(asDomainError(undefined)).toBeUndefined();
  });
});

describe("a problem document", () => {
  it("carries the facts, but lets none stand in the place of its own members", () => {
    const facts = {
      status: "FROZEN",
      type: "x",
      title: "x",
      code: "x",
      detail: "x",
      requestId: "x",
      since: 7,
    };
    const problem = problemOf(new DomainError("MEMBER_STATUS_INVALID", facts), "en", "request-1");
    expect(problem).toMatchObject({
      type: "/api-docs#MEMBER_STATUS_INVALID",
      title: en.MEMBER_STATUS_INVALID.title,
      status: 409,
      code: "MEMBER_STATUS_INVALID",
      requestId: "request-1",
      since: 7,
    });
  });

  it.each<[string, DomainError, Record<string, string>]>([
    [
      "when to come again",
      new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: 9 }),
      { "Retry-After": "9" },
    ],
    [
      "how to say who one is",
      new DomainError("AUTHENTICATION_REQUIRED"),
      { "WWW-Authenticate": "Bearer" },
    ],
    ["what is allowed", new DomainError("METHOD_NOT_ALLOWED", { allow: "GET" }), { Allow: "GET" }],
    ["nothing", new DomainError("OUT_OF_STOCK"), {}],
  ])("tells %s in its headers", (_, refusal, headers) => {
    expect(problemHeaders(refusal)).toEqual(headers);
  });
});

describe("whatever is thrown", () => {
  it.each<[string, unknown, ErrorCode]>([
    ["a refusal stays what it is", new DomainError("LIMIT_REACHED"), "LIMIT_REACHED"],
    ["a bug is INTERNAL_ERROR", new TypeError("x is not a function"), "INTERNAL_ERROR"],
    ["a broken invariant too", caught(() => invariant(false, "points add up")), "INTERNAL_ERROR"],
    ["no error at all too", "text", "INTERNAL_ERROR"],
    ["nothing too", undefined, "INTERNAL_ERROR"],
    ["an absent database is SERVICE_UNAVAILABLE", { code: "ECONNREFUSED" }, "SERVICE_UNAVAILABLE"],
    [
      "an unreadable body is VALIDATION_FAILED",
      new TRPCError({ code: "PARSE_ERROR" }),
      "VALIDATION_FAILED",
    ],
    ["an unknown procedure is NOT_FOUND", new TRPCError({ code: "NOT_FOUND" }), "NOT_FOUND"],
    [
      "a wrong method is METHOD_NOT_ALLOWED",
      new TRPCError({ code: "METHOD_NOT_SUPPORTED" }),
      "METHOD_NOT_ALLOWED",
    ],
    ["too much is BODY_TOO_LARGE", new TRPCError({ code: "PAYLOAD_TOO_LARGE" }), "BODY_TOO_LARGE"],
  ])("%s", (_, thrown, code) => {
    expect(refusalOf(thrown, "request-1").domainCode).toBe(code);
  });

  function caught(act: () => void): unknown {
    try {
      return act();
    } catch (error) {
      return error;
    }
  }
});
