import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";

const LIMIT_BYTES = 1_000_000;

describe("what the REST door takes in", () => {
  useDatabase();
  const api = useApi();
  let headers: Record<string, string>;
  let memberId: string;

  beforeAll(async () => {
    headers = (await serviceKey()).headers;
    const member = await enrolled();
    await bought(member.id, { yuan: 5000 });
    memberId = String(member.id);
  });

  const post = (body: unknown, type?: string) =>
    api.call("POST", "/members", {
      headers: type === undefined ? headers : { ...headers, "content-type": type },
      body,
    });
  const enrolment = (more = "") => `{"externalId":"${fresh("u")}"${more}}`;

  describe("as a body", () => {
    it.each([
      ["half a document", '{"externalId":'],
      ["a trailing comma", '{"externalId":"u1",}'],
      ["a comment", '{/* who */"externalId":"u1"}'],
      ["single quotes", "{'externalId':'u1'}"],
      ["two documents", '{"externalId":"u1"}{"externalId":"u2"}'],
      ["a list", '[{"externalId":"u1"}]'],
      ["a text", '"u1"'],
      ["a number", "7"],
      ["null", "null"],
      ["nothing", ""],
      ["the literal NaN", '{"externalId":NaN}'],
      ["Latin-1 text", Buffer.from('{"externalId":"u1","nickname":"José"}', "latin1")],
      [
        "GBK text",
        Buffer.from([
          ...Buffer.from('{"externalId":"u1","nickname":"'),
          0xc1,
          0xd6,
          0xcf,
          0xc4,
          ...Buffer.from('"}'),
        ]),
      ],
      ["UTF-16 text", Buffer.from('{"externalId":"u1"}', "utf16le")],
      ["a compressed document", Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0])],
    ])("not %s", async (_, body) => {
      const answer = await post(body);
      expect(answer.json).toMatchObject({ status: 400, code: "VALIDATION_FAILED" });
      expect(answer.json.errors.length).toBeGreaterThan(0);
    });

    it.each([
      ["an unknown field", ',"tierCode":"DIAMOND"'],
      ["a balance", ',"available":1000000'],
      ["a field named __proto__", ',"__proto__":{"nickname":"x"}'],
      ["a field named constructor", ',"constructor":{"prototype":{"nickname":"x"}}'],
      ["a lone surrogate", ',"nickname":"a\\ud800"'],
      ["a control character", ',"nickname":"a\\u0000b"'],
      ["a line break in a name", ',"nickname":"a\\nb"'],
      ["a name of blanks", ',"nickname":"   "'],
      ["a null", ',"nickname":null'],
      ["a day that is none", ',"birthday":"2001-02-29"'],
    ])("not %s", async (_, more) => {
      const body = enrolment(more);
      const answer = await post(body);
      expect(answer.json).toMatchObject({ status: 400, code: "VALIDATION_FAILED" });
      expect(await countOf("member", "externalId = ?", [JSON.parse(body).externalId])).toBe(0);
      expect(({} as Record<string, unknown>).nickname).toBeUndefined();
    });

    it("not an unknown field inside another one", async () => {
      const { cookie } = await signedIn("member", Number(memberId));
      const own = { cookie, origin: "http://localhost:3000" };
      for (const body of [
        '{"preferences":{"__proto__":{"email":true}}}',
        '{"preferences":{"post":true}}',
      ]) {
        const answer = await api.call("PUT", "/profile", { headers: own, body });
        expect(answer.json).toMatchObject({ status: 400, code: "VALIDATION_FAILED" });
      }
    });

    it.each([
      ["a byte order mark in front", (body: string) => `\ufeff${body}`, undefined],
      ["a charset with the type", (body: string) => body, "application/json; charset=utf-8"],
      ["a type in capitals", (body: string) => body, "APPLICATION/JSON"],
      ["blanks around it", (body: string) => `\r\n ${body} \n`, undefined],
      ["letters beyond the basic plane", () => enrolment(',"nickname":"林夏😀"'), undefined],
    ])("with %s", async (_, bodyOf, type) => {
      expect((await post(bodyOf(enrolment()), type)).status).toBe(201);
    });

    it.each([
      ["text/plain"],
      ["application/x-www-form-urlencoded"],
      ["multipart/form-data; boundary=x"],
      ["application/jsonp"],
      ["application/json-patch+json"],
      [""],
    ])("not as “%s”", async (type) => {
      const answer = await post(enrolment(), type);
      expect(answer.json).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
    });

    it.each(["zh-CN", "en"])(
      "10,000 unknown fields are told as twenty and a number, each by its own name, in %s",
      async (language) => {
        const fields = Array.from({ length: 10_000 }, (_, n) => `,"k${n}":1`).join("");
        const answer = await api.call("POST", "/members", {
          headers: { ...headers, "accept-language": language },
          body: enrolment(fields),
        });
        expect(answer.json).toMatchObject({ status: 400, errorsOmitted: 9980 });
        expect(answer.json.errors).toHaveLength(20);
        expect(answer.json.errors[7]).toEqual({
          path: "k7",
          message: expect.stringMatching(language === "en" ? /^Unrecognized key: "k7"$/ : /"k7"$/),
        });
        expect(answer.text.length).toBeLessThan(4000);
      },
    );

    it("what it repeats of a caller is short", async () => {
      const answer = await post(enrolment(`,"${"k".repeat(900_000)}":1`));
      expect(answer.json).toMatchObject({ status: 400, code: "VALIDATION_FAILED" });
      expect(answer.text.length).toBeLessThan(2000);
      const twice = await api.call(
        "GET",
        `/points/transactions?memberId=${memberId}&${"n".repeat(9000)}&${"n".repeat(5000)}`,
        { headers },
      );
      expect(twice.text.length).toBeLessThan(2000);
    });

    it("not 101 fields of a query, whatever their names", async () => {
      const query = Array.from({ length: 101 }, (_, n) => `k${n}`).join("&");
      const answer = await api.call("GET", `/points/transactions?${query}`, { headers });
      expect(answer.json).toMatchObject({ errors: [{ message: "more than 100 fields" }] });
    });

    it("not with a field that the path already names, and no query beside it", async () => {
      const path = "/points/transactions/12/reverse";
      const twice = await api.call("POST", path, { headers, body: { id: "13", reason: "x" } });
      expect(twice.json).toMatchObject({ status: 400, errors: [{ path: "id" }] });
      const query = await api.call("POST", `${path}?reason=x`, { headers, body: { reason: "x" } });
      expect(query.json).toMatchObject({ status: 400, errors: [{ path: "reason" }] });
    });
  });

  describe("up to a megabyte", () => {
    const padded = (bytes: number) => {
      const body = enrolment();
      return body + " ".repeat(bytes - body.length);
    };
    const slices = (bytes: number) =>
      Array.from({ length: Math.ceil(bytes / 100_000) }, () => Buffer.alloc(100_000, " "));

    const requestLines = (more: Record<string, string>) => {
      const given = { ...headers, host: "x", "content-type": "application/json", ...more };
      const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
      return `POST /api/v1/member-system/members HTTP/1.1\r\n${lines.join("")}\r\n`;
    };

    it("and not a byte more, with its length told in advance", async () => {
      expect((await post(padded(LIMIT_BYTES))).status).toBe(201);
      const over = await post(padded(LIMIT_BYTES + 1));
      expect(over.json).toMatchObject({
        status: 413,
        code: "BODY_TOO_LARGE",
        limitBytes: LIMIT_BYTES,
      });
    });

    it("and not a byte more, in pieces of untold length", async () => {
      const fits = [Buffer.from(padded(LIMIT_BYTES))];
      expect((await api.call("POST", "/members", { headers, chunks: fits })).status).toBe(201);
      const over = [...fits, Buffer.from(" ")];
      expect((await api.call("POST", "/members", { headers, chunks: over })).status).toBe(413);
    });

    it.each([2_000_000, 7_000_000])(
      "and tells so to whoever sends %d bytes in pieces",
      async (bytes) => {
        const answer = await api.call("POST", "/members", { headers, chunks: slices(bytes) });
        expect(answer.json).toMatchObject({ status: 413, code: "BODY_TOO_LARGE" });
      },
    );

    it("and tells so even to a sender who listens only after the last byte", async () => {
      const text = await new Promise<string>((resolve, reject) => {
        let heard = "";
        const socket = connect(api.port, "127.0.0.1").pause();
        socket.on("error", reject);
        socket.on("data", (data) => {
          heard += data;
          if (heard.includes("BODY_TOO_LARGE")) socket.destroy();
        });
        socket.on("close", () => resolve(heard));
        socket.write(requestLines({ "content-length": "6000000" }));
        let left = 60;
        const pour = () => {
          if (left-- === 0) return socket.resume();
          socket.write(Buffer.alloc(100_000, " "), () => setImmediate(pour));
        };
        pour();
      });
      expect(text).toMatch(/^HTTP\/1\.1 413 /);
    });

    it("and hangs up on a body without end", async () => {
      const sentBytes = await new Promise<number>((resolve) => {
        let sent = 0;
        const socket = connect(api.port, "127.0.0.1");
        socket.on("error", () => socket.destroy());
        socket.on("close", () => resolve(sent));
        socket.write(requestLines({ "transfer-encoding": "chunked" }));
        const slice = Buffer.concat([
          Buffer.from("10000\r\n"),
          Buffer.alloc(65_536, " "),
          Buffer.from("\r\n"),
        ]);
        const pour = () => {
          if (socket.destroyed) return;
          sent += slice.length;
          socket.write(slice, () => setImmediate(pour));
        };
        pour();
      });
      expect(sentBytes).toBeLessThan(50_000_000);
      expect((await api.call("GET", "/health")).status).toBe(200);
    });
  });

  describe("as a number of points in a body", () => {
    const use = (points: string) =>
      api.call("POST", "/points/use", {
        headers,
        body: `{"memberId":"${memberId}","points":${points},"orderId":"${fresh("o")}","orderAmountMinor":100000}`,
      });

    it.each([
      ["a text of digits", '"10"'],
      ["digits in full width", '"１０"'],
      ["the word NaN", '"NaN"'],
      ["a fraction", "0.1"],
      ["one and a half", "1.5"],
      ["1e308", "1e308"],
      ["a number beyond all", "1e999"],
      ["−0", "-0"],
      ["nothing", "0"],
      ["less than nothing", "-10"],
      ["one more than an operation may move", "1000000001"],
      ["2^31", "2147483648"],
      ["2^53", "9007199254740992"],
      ["a truth", "true"],
      ["null", "null"],
      ["a list", "[10]"],
      ["an object", "{}"],
    ])("not %s", async (_, points) => {
      const { json } = await use(points);
      expect(json.status).toBe(400);
      expect(new Set(json.errors.map((error: { path: string }) => error.path))).toEqual(
        new Set(["points"]),
      );
    });

    it.each([
      ["10", 10],
      ["10.0", 10],
      ["1e1", 10],
    ])("%s", async (text, pointsUsed) => {
      expect((await use(text)).json).toMatchObject({ pointsUsed });
    });
  });

  describe("as a number in a query", () => {
    const page = (limit: string) =>
      api.call("GET", `/points/transactions?memberId=${memberId}&limit=${limit}`, { headers });

    it.each([
      "0",
      "101",
      "-1",
      "0.1",
      "1e1",
      "1e308",
      "NaN",
      "Infinity",
      "0x10",
      "%EF%BC%91%EF%BC%90",
      "",
      "+10",
      "10%20",
      "%2010",
      "10,000",
      "99999999999999999999",
      "true",
      "null",
    ])("not “%s”", async (limit) => {
      const answer = await page(limit);
      expect(answer.json).toMatchObject({ status: 400, errors: [{ path: "limit" }] });
    });

    it("10", async () => {
      expect((await page("10")).status).toBe(200);
    });
  });

  describe("in a query otherwise", () => {
    it.each([
      ["an unknown field", "colour=red", "colour"],
      ["a field twice", "limit=1&limit=2", "limit"],
      ["a field named __proto__", "__proto__=1", "__proto__"],
      ["a field named by brackets", "memberId[]=1", "memberId[]"],
      ["an instant without its zone", "from=2026-01-01T00:00:00", "from"],
      ["an instant before all calendars", "from=0000-01-01T00:00:00Z", "from"],
      ["an instant after them", "to=9999-12-31T23:59:59-01:00", "to"],
      ["an unknown kind of entry", "type=GIFT", "type"],
      ["a cursor that is none", "cursor=%27%3B--", "cursor"],
    ])("not %s", async (_, search, at) => {
      const path = `/points/transactions?memberId=${memberId}&${search}`;
      const answer = await api.call("GET", path, { headers });
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.json.errors)).toContain(at);
    });

    it.each([
      ["0"],
      ["-1"],
      ["1.0"],
      ["01"],
      ["1e3"],
      ["%EF%BC%91"],
      ["12345678901234567"],
      ["1%20OR%201=1"],
      ["1%2F2"],
    ])("not the member “%s”", async (id) => {
      const answer = await api.call("GET", `/members/${id}`, { headers });
      expect(answer.json).toMatchObject({ status: 400, errors: [{ path: "memberId" }] });
    });

    it("exactly one name for whom it is about", async () => {
      for (const search of ["", `?memberId=${memberId}&externalId=u1`]) {
        const answer = await api.call("GET", `/profile${search}`, { headers });
        expect(answer.json).toMatchObject({ status: 400, code: "VALIDATION_FAILED" });
      }
    });
  });
});
