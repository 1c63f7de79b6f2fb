import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programRules } from "../../program/schema/rules";
import { type DraftContent, draftContent, programDocument } from "../schema";
import { contentFrom, differences, type Fields, fieldsOf, isSame } from "./fields";
import { conflicts, merged, type Side } from "./merge";
import { presetOver } from "./presets";
import { moved } from "./removed";

const rules = programRules.parse({ currencies: { rates: [{ currency: "USD", rate: "7.1" }] } });
const tier = (code: string, thresholdMinor: number, benefits: string[]) => ({
  code,
  name: { "zh-CN": code, en: code },
  thresholdMinor,
  discountRateBps: 10_000,
  multiplierPct: 100,
  benefits,
});
const START: DraftContent = {
  rules,
  tiers: [
    tier("REGISTERED", 0, []),
    tier("SILVER", 1000, ["BIRTHDAY_GIFT"]),
    tier("GOLD", 2000, ["BIRTHDAY_GIFT", "FREE_SHIPPING"]),
  ],
  removed: [],
};
const start = fieldsOf(START);

const entries = (fields: Fields) =>
  Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1)));
const together = (theirs: Fields, mine: Fields) => ({ base: start, theirs, mine });
const whole = (fields: Fields) => draftContent.parse(contentFrom(fields));

/** An act of an editor, as a page of the console does it. */
type Act = (content: DraftContent) => DraftContent;
const withRules = (content: DraftContent, changed: Partial<DraftContent["rules"]>) => ({
  ...content,
  rules: { ...content.rules, ...changed },
});
const toTiers = (content: DraftContent, tiers: DraftContent["tiers"]) =>
  moved(START.tiers, { ...content, tiers });

/** Nobody gives a benefit that is not there. */
const shipping = ({ rules }: DraftContent) =>
  rules.benefits.flatMap(({ id }) => (id === "FREE_SHIPPING" ? [id] : []));

const acts: Record<string, (much: number) => Act> = {
  points: (much) => (content) =>
    withRules(content, { earn: { ...content.rules.earn, pointsPerYuan: much } }),
  expiry: (much) => (content) =>
    withRules(content, { earn: { ...content.rules.earn, expiryMonths: 1 + much } }),
  period: (much) => (content) =>
    withRules(content, { tiers: { ...content.rules.tiers, protectionMonths: much % 60 } }),
  rate: (much) => (content) => {
    const others = content.rules.currencies.rates.filter(({ currency }) => currency !== "EUR");
    const rate = { currency: "EUR", rate: String(1 + much) };
    return withRules(content, { currencies: { rates: [...others, rate] } });
  },
  noDollars: () => (content) => {
    const others = content.rules.currencies.rates.filter(({ currency }) => currency !== "USD");
    return withRules(content, { currencies: { rates: others } });
  },
  gold: (much) => (content) =>
    toTiers(
      content,
      content.tiers.map((one) =>
        one.code === "GOLD" ? { ...one, thresholdMinor: 2000 + much } : one,
      ),
    ),
  noSilver: () => (content) =>
    toTiers(
      content,
      content.tiers.filter(({ code }) => code !== "SILVER"),
    ),
  silverName: (much) => (content) =>
    toTiers(
      content,
      content.tiers.map((one) =>
        one.code === "SILVER" ? { ...one, name: { "zh-CN": `银${much}`, en: "Silver" } } : one,
      ),
    ),
  diamond: (much) => (content) =>
    toTiers(content, [
      ...content.tiers.filter(({ code }) => code !== "DIAMOND"),
      tier("DIAMOND", 5000 + much, shipping(content)),
    ]),
  noShipping: () => (content) => ({
    ...withRules(content, {
      benefits: content.rules.benefits.filter(({ id }) => id !== "FREE_SHIPPING"),
    }),
    tiers: content.tiers.map((one) => ({
      ...one,
      benefits: one.benefits.filter((id) => id !== "FREE_SHIPPING"),
    })),
  }),
  silverShips: () => (content) => ({
    ...content,
    tiers: content.tiers.map((one) =>
      one.code === "SILVER"
        ? { ...one, benefits: [...new Set([...one.benefits, ...shipping(content)])] }
        : one,
    ),
  }),
  giftOff: () => (content) =>
    withRules(content, {
      benefits: content.rules.benefits.map((one) =>
        one.id === "BIRTHDAY_GIFT" ? { ...one, enabled: false } : one,
      ),
    }),
};
const names = Object.keys(acts);
const someActs = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat({ max: 50 })), {
  maxLength: 6,
});
const having = (done: readonly (readonly [string, number])[]) =>
  fieldsOf(done.reduce((content, [name, much]) => acts[name]?.(much)(content) ?? content, START));

describe("bringing two drafts together", () => {
  it("keeps both, where they changed different things, in whatever order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names), fc.nat({ max: 40 }), (drawn, at) => {
        const done = drawn.map((name, much) => [name, much + at] as const);
        const half = Math.floor(done.length / 2);
        const [one, other] = [done.slice(0, half), done.slice(half)];
        const [theirs, mine] = [having(one), having(other)];
        fc.pre(conflicts(together(theirs, mine)).length === 0);
        const both = merged(together(theirs, mine), {});
        expect(entries(both)).toEqual(entries(having([...one, ...other])));
        expect(entries(both)).toEqual(entries(merged(together(mine, theirs), {})));
      }),
    );
  });

  it("loses nobody’s field without a word: it is there, or somebody chose against it", () => {
    const side = fc.constantFrom<Side>("mine", "theirs");
    fc.assert(
      fc.property(someActs, someActs, fc.array(side, { minLength: 40 }), (one, other, sides) => {
        const three = together(having(one), having(other));
        const open = conflicts(three);
        expect(conflicts(together(three.mine, three.theirs))).toEqual(open);
        const choices = Object.fromEntries(open.map((field, at) => [field, sides[at] ?? "mine"]));
        const both = merged(three, choices);
        const isOpen = (field: string) =>
          open.some((name) => {
            const [kind, code] = name.split(".");
            const isPart = field === name || field.startsWith(`${name}.`);
            return isPart || (kind === "benefits" && field.endsWith(`.benefits.${code}`));
          });
        for (const side of ["theirs", "mine"] as const) {
          for (const { field, after: value } of differences(start, three[side])) {
            if (!isOpen(field)) expect([field, both.get(field)]).toEqual([field, value]);
          }
        }
        for (const field of both.keys()) {
          expect(
            [three.theirs, three.mine].some((from) => isSame(from.get(field), both.get(field))),
          ).toBe(true);
        }
        // The other way round it is the same, with the choices turned.
        const turned = Object.fromEntries(
          open.map((field) => [field, choices[field] === "mine" ? "theirs" : "mine"] as const),
        );
        const back = merged(together(three.mine, three.theirs), turned);
        expect(entries(back)).toEqual(entries(both));
        expect(() => whole(both)).not.toThrow();
        for (const one of whole(both).tiers) {
          const known = whole(both).rules.benefits.map(({ id }) => id);
          expect(known).toEqual(expect.arrayContaining(one.benefits));
        }
      }),
    );
  });

  it.each<[string, string[], string[], string[]]>([
    ["nothing", ["points"], ["expiry"], []],
    ["a field that both set otherwise", ["gold"], ["gold"], ["tiers.GOLD.thresholdMinor"]],
    [
      "a tier that one removed and the other renamed",
      ["noSilver"],
      ["silverName"],
      ["tiers.SILVER"],
    ],
    ["a tier that both added", ["diamond"], ["diamond"], ["tiers.DIAMOND"]],
    [
      "a benefit that one removed and the other gave",
      ["noShipping"],
      ["silverShips"],
      ["benefits.FREE_SHIPPING"],
    ],
    [
      "a tier that one removed and the other gave something",
      ["noSilver"],
      ["silverShips"],
      ["tiers.SILVER"],
    ],
  ])("asks about %s", (_, one, other, asked) => {
    const done = (all: string[], much: number) => having(all.map((name) => [name, much] as const));
    expect(conflicts(together(done(one, 1), done(other, 2)))).toEqual(asked);
  });
});

describe("a program field by field", () => {
  it("comes back as it was, from fields and from a file", () => {
    fc.assert(
      fc.property(someActs, (done) => {
        const fields = having(done);
        expect(entries(fieldsOf(whole(fields)))).toEqual(entries(fields));
        const { rules, tiers } = whole(fields);
        const file = JSON.stringify({ format: "member-system.program", version: 1, rules, tiers });
        const { format: _, version: __, ...read } = programDocument.parse(JSON.parse(file));
        const again = moved(START.tiers, { ...read, removed: [] });
        expect(differences(fields, fieldsOf(again))).toEqual([]);
      }),
    );
  });

  it.each<[string, string[], [string, string][], [string, string][]]>([
    ["one step down", ["GOLD"], [], [["GOLD", "SILVER"]]],
    ["where it was said", ["GOLD"], [["GOLD", "REGISTERED"]], [["GOLD", "REGISTERED"]]],
    [
      "on from a tier that went as well",
      ["SILVER", "GOLD"],
      [["GOLD", "SILVER"]],
      [
        ["SILVER", "REGISTERED"],
        ["GOLD", "REGISTERED"],
      ],
    ],
    ["nowhere from a tier that came back", [], [["GOLD", "SILVER"]], []],
  ])("leads members of removed tiers %s", (_, gone, said, leads) => {
    const moves = (all: [string, string][]) => all.map(([code, moveTo]) => ({ code, moveTo }));
    const tiers = START.tiers.filter(({ code }) => !gone.includes(code));
    const content = { ...START, tiers, removed: moves(said) };
    expect(moved(START.tiers, content).removed).toEqual(moves(leads));
  });

  it("names a tier twice, or a benefit, in no file", () => {
    const document = { format: "member-system.program", version: 1, rules, tiers: START.tiers };
    const paths = (value: unknown) =>
      programDocument.safeParse(value).error?.issues.map(({ path }) => path.join("."));
    expect(paths(document)).toBeUndefined();
    const [first] = START.tiers;
    expect(paths({ ...document, tiers: [...START.tiers, first] })).toEqual(["tiers.3.code"]);
    const benefits = [...rules.benefits, rules.benefits[0]];
    expect(paths({ ...document, rules: { ...rules, benefits } })).toEqual(["rules.benefits.5.id"]);
    expect(paths({ ...document, rules: { ...rules, earn: { ...rules.earn, bonus: 1 } } })).toEqual([
      "rules.earn",
    ]);
    expect(paths({ ...document, version: 2 })).toEqual(["version"]);
  });

  it.each(["STANDARD", "THREE_TIERS", "ROLLING_YEAR"] as const)(
    "%s is a program that leaves alone what is the shop’s own",
    (name) => {
      const bare = { ...START, rules: { ...rules, benefits: [] } };
      const preset = presetOver(name, bare, rules.benefits);
      expect(draftContent.parse(preset)).toEqual(preset);
      expect(preset.rules.currencies).toEqual(rules.currencies);
      const known = preset.rules.benefits.map(({ id }) => id);
      for (const one of preset.tiers) expect(known).toEqual(expect.arrayContaining(one.benefits));
    },
  );
});
