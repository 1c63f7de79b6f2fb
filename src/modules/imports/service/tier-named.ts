import { plainText } from "@/platform/pasted";
import type { Ladder } from "../../tiers/schema";

/** The tier of a code, or of a name in any language; null for none. Examples: "gold", "金牌会员" → GOLD. */
export function tierNamed(ladder: Ladder, text: string): string | null {
  const folded = (name: string) => plainText(name).toLowerCase();
  const wanted = folded(text);
  const found = ladder.find(
    ({ code, name }) =>
      folded(code) === wanted || Object.values(name).some((one) => folded(one) === wanted),
  );
  return found?.code ?? null;
}
