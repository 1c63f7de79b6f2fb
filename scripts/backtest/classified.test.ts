import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jobs } from "@/modules/jobs";
import { appRouter } from "@/modules/router";
import { impersonalBy } from "@/platform/journal/journal";
import type { Meta } from "@/platform/trpc";
import { ADJUSTED } from "./again";
import { NUMBERED } from "./scratch";
import { OF_TIME, STEPS } from "./steps";

/** Whatever writes is in the journal, or stands here, where it is said that it decides nothing. */

const COMMANDS = {
  "who may sign in, with what, and may do what": `access.askCode access.changeOperator access.changePassword
    access.createKey access.createOperator access.endOtherSessions access.resetPassword access.revokeKey
    access.signInByCode access.signOut identity.addPasskey identity.askContactCode identity.beginPasskey
    identity.beginSecondFactor identity.changeContact identity.enrolSecondFactor identity.followLink
    identity.giveSecondFactor identity.invite identity.lookAtHandoff identity.lookAtLink identity.removePasskey
    identity.removeSecondFactor identity.renamePasskey identity.renewRecoveryCodes identity.revokeInvitation
    identity.sendReset identity.setSignUp identity.setStaffSignIn identity.signInByPasskey identity.signUp
    identity.takeSecondFactor sessions.handOff members.identify`,
  "an import, of which each page of rows is kept": `imports.create imports.addRows imports.check imports.start
    imports.drop`,
  "closing, of which a step is kept": "members.close profile.close",
  "what is said, shown and remembered of people": `activities.readNotices approvals.comment coupons.reveal inbox.markRead members.changeAttribute members.defineAttribute members.setLabels
    members.setLabelsOf segments.create segments.listMembers segments.update
    drafts.comment members.addNote members.editNote members.publishConsentText members.removeNote rewards.addAddress
    rewards.changeAddress rewards.removeAddress rewards.reveal rewards.setGoal tiers.showMoment`,
  "how it looks, what runs and who is told": `brand.keepLogo brand.setSetting guests.setSetting guests.showSecret
    machines.drop machines.start rewards.saveCarrier program.dropPreview program.startPreview stats.rebuild system.runNow system.testClock webhooks.create
    webhooks.pause webhooks.ping webhooks.remove webhooks.resend webhooks.resendSince webhooks.resume
    wallets.register wallets.unregister webhooks.rotate webhooks.update worklist.setNotices
    lists.changeView lists.dropFile lists.dropSelection lists.keepView lists.openFile lists.removeView lists.select
    lists.setLayout lists.startFile`,
};

/** By the steps that are kept of each. */
const DECIDING_JOBS: Record<string, string> = {
  "points.settle": "points.settle",
  "approvals.expire": "approvals.expire",
  "points.batches": "corrections.batchPage",
  "imports.run": "imports.rows",
  "points.birthdays": "earning.birthday",
  "drafts.publish": "drafts.publishDue",
  "tiers.follow": "tiers.follow",
  "tiers.review": "tiers.review",
  "coupons.issue": "coupons.issuePage",
  "automations.follow": "automations.give automations.failed",
  "automations.sweep": "automations.give",
  "activities.referrals": "earning.rewardInvited earning.settleReferrer",
};

const OTHER_JOBS = {
  "write down what every reader sees by the clock": `benefits.expire coupons.expire activities.status`,
  "forget what nobody wants of a file": "imports.prune",
  tell: "points.notices coupons.notices wallets.follow worklist.tell",
  "check, preview, keep house": `segments.follow points.verify purchases.preview purchases.prunePreviews tiers.preview tiers.prunePreviews webhooks.prune webhooks.forget lists.select
    lists.makeFiles`,
  "forget, or keep in another form": `access.pruneSessions access.pruneGrants access.pruneSignIns access.pruneCodes
    identity.pruneHandoffs guests.prune sending.prune inbox.prune members.keyIdentities activities.keyInvited
    members.pruneCardCodes members.pruneParked members.cutNames platform.pruneKeys platform.pruneRuns
    platform.pruneJournal platform.pruneAudit platform.pruneEvents lists.forget wallets.forget`,
};

const words = (lists: Record<string, string>) =>
  Object.values(lists)
    .flatMap((list) => list.trim().split(/\s+/))
    .sort();

const commands = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: unknown } }>,
)
  .map(([name, procedure]) => ({ name, meta: procedure._def.meta as Meta }))
  .filter(({ meta }) => meta.kind === "command");

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.ts$/.test(file) && !/test\.ts$|^testing/.test(file))
  .map((file) => readFileSync(join("src", file), "utf8"));

const found = (pattern: RegExp) =>
  [
    ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name))),
  ].sort();

describe("what the journal keeps", () => {
  it("is every command that decides; the others are named", () => {
    const others = commands.filter(({ meta }) => meta.journal === undefined);
    expect(others.map(({ name }) => name).sort()).toEqual(words(COMMANDS));
  });

  it("is every job that decides, by a step; the others are named", () => {
    const all = jobs.map(({ name }) => name).sort();
    expect(all).toEqual([...Object.keys(DECIDING_JOBS), ...words(OTHER_JOBS)].sort());
    expect(Object.keys(STEPS)).toEqual(expect.arrayContaining(words(DECIDING_JOBS)));
  });

  it("is done again by a step of the same name", () => {
    const kept = found(/\.step\(\s*"([^"]+)"/g);
    expect(kept.length).toBeGreaterThan(10);
    expect(Object.keys(STEPS)).toEqual(expect.arrayContaining(kept));
    expect(Object.keys(STEPS)).toEqual(expect.arrayContaining([...OF_TIME]));
  });

  it("names rows by numbers that they keep", () => {
    const named = found(/insertNamed\(\s*"[^"]+",\s*insertInto\(\s*"([^"]+)"/g);
    expect([...NUMBERED].sort()).toEqual(named);
  });

  it("is understood by the procedure that it came from", () => {
    const impersonal = impersonalBy(Buffer.alloc(32, 1));
    const kept = commands.filter(
      ({ name, meta }) => meta.journal && meta.rest?.example?.input && !ADJUSTED[name],
    );
    expect(kept.length).toBeGreaterThan(20);
    for (const { name, meta } of kept) {
      const { journal = "act", input, rest } = meta;
      const inPath = [...(rest?.path ?? "").matchAll(/\{(\w+)\}/g)].map(([, part]) => [
        part,
        "7777777",
      ]);
      const whole = { ...Object.fromEntries(inPath), ...(rest?.example?.input as object) };
      const told = JSON.parse(JSON.stringify(impersonal.kept(journal, whole, 7)));
      const { error } = input.safeParse(impersonal.opened(told));
      expect({ name, faults: error?.issues ?? [] }).toEqual({ name, faults: [] });
    }
  });
});
