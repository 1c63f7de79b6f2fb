import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { june } from "@/testing/activities";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { askAt } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { followAll } from "@/testing/statistics";
import { savingsOf } from "./savings";

describe("what a member saved", () => {
  useDatabase("savings_since");

  it("is told from the day on since which it is counted, where events before were forgotten", async () => {
    const { id: memberId } = await enrolled(june(7));
    await publishAll();
    await reader.write("UPDATE outbox_publisher SET forgotten = 1 WHERE id = 1", []);
    await reader.write("UPDATE stat_position SET sequence = 0 WHERE id = 3", []);
    await followAll();
    const fromOn = async (now: string) => (await savingsOf(askAt(now), { memberId }))?.from;
    expect(await fromOn("2026-06-25T04:00:00Z")).toBe("2026-06-07");
    await enrolled(june(9));
    await followAll();
    expect(await fromOn("2026-06-25T04:00:00Z")).toBe("2026-06-07");
    expect(await fromOn("2027-06-25T04:00:00Z")).toBe("2027-01-01");
  });
});
