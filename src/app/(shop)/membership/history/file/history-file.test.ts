import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import messages from "@/i18n/messages/zh-CN/points.json";
import { formatsOf } from "@/i18n/use-formats";
import { type Entry, entryWordsBy } from "@/modules/points/components/entry-words";
import { historyFile, type Page } from "./history-file";

const format = formatsOf({ locale: "zh-CN", timeZone: "Asia/Shanghai", now: new Date() });
const of = { locale: "zh-CN", messages: { points: messages } } as const;
const words = entryWordsBy({
  t: createTranslator({ ...of, namespace: "points.entry" }),
  tSum: createTranslator({ ...of, namespace: "points.reckoned" }),
  tActivity: createTranslator({ ...of, namespace: "points.activityOn" }),
  format,
});

const line = (id: number, fields: Partial<Entry> = {}): Entry => ({
  ...{ id: String(id), type: "EARN", referenceType: "CUSTOM", referenceId: "x", points: id },
  ...{ balanceAfter: id, reason: null, memberNote: null, breakdown: null, expiresAt: null },
  createdAt: "2026-11-27T04:30:00Z",
  ...fields,
});

function fileOf(pages: readonly Page[], linesMax = 100) {
  const asked: string[] = [];
  const body = historyFile({
    ...{
      first: pages[0] as Page,
      linesMax,
      more: "还有",
      columns: ["时间", "类型"],
      words,
      format,
    },
    next: (cursor) => {
      asked.push(cursor);
      const page = pages[Number(cursor)];
      return page ? Promise.resolve(page) : Promise.reject(new Error("away"));
    },
  });
  return { body, asked };
}

const text = (body: ReadableStream) => new Response(body).text();

describe("the file of a history", () => {
  it("has a heading, every line of every page, and figures as figures", async () => {
    const spent = { type: "REDEEM", referenceType: "ORDER", referenceId: "A,1", points: -300 };
    const { body } = fileOf([
      { items: [line(1)], nextCursor: "1" },
      { items: [line(2, spent)], nextCursor: null },
    ]);
    expect((await text(body)).split("\r\n")).toEqual([
      "时间,类型",
      "2026-11-27 12:30,商城赠送,1,1,,,",
      '2026-11-27 12:30,订单抵扣,-300,2,,"A,1",',
      "",
    ]);
  });

  it("has nothing that a spreadsheet carries out", async () => {
    const memberNote = '=HYPERLINK("https://evil.example","x")';
    const { body } = fileOf([{ items: [line(1, { memberNote })], nextCursor: null }]);
    expect(await text(body)).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  });

  it("ends at its bound and says so", async () => {
    const { body, asked } = fileOf(
      [
        { items: [line(1), line(2)], nextCursor: "1" },
        { items: [line(3), line(4)], nextCursor: "2" },
      ],
      3,
    );
    const lines = (await text(body)).trim().split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe("还有");
    expect(asked).toEqual(["1"]);
  });

  it("is taken no faster than it is read", async () => {
    const endless = { items: [line(1)], nextCursor: "0" };
    const { body, asked } = fileOf([endless]);
    const reader = body.getReader();
    for (let part = 0; part < 3; part += 1) await reader.read();
    await reader.cancel();
    expect(asked.length).toBeLessThan(6);
  });

  it("breaks off where a page can’t be had", async () => {
    const { body } = fileOf([{ items: [line(1)], nextCursor: "9" }]);
    await expect(text(body)).rejects.toThrow("away");
  });
});
