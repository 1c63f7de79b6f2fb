/** What the seals of the tiers the program starts with say when their name isn't in Chinese. */
const startingSeals: Record<string, string> = {
  REGISTERED: "注册",
  BRONZE: "铜牌",
  SILVER: "银牌",
  GOLD: "金牌",
  DIAMOND: "钻石",
};

const han = /\p{Script=Han}/u;

/**
 * What a tier's seal says: its name without 会员, two characters at most; a Latin name by its
 * first letter. `sealTextFor({ code: "GOLD", name: "金牌会员" })` → "金牌".
 */
export function sealTextFor({ code, name }: { code: string; name: string }): string {
  if (han.test(name)) return name.replace(/会员$/, "").slice(0, 2);
  return startingSeals[code] ?? name.slice(0, 1).toUpperCase();
}
