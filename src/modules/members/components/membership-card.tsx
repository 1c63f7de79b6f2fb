import type { ReactNode } from "react";
import { classNames } from "@/ui/class-names";
import { Seal } from "@/ui/seal";
import styles from "./membership-card.module.css";

/** From the first rung to the last; a longer ladder stays at the last one. */
const materials = ["paper", "copper", "silver", "gold", "diamond"] as const;

interface MembershipCardProps {
  label: string;
  brand: string;
  tierRank: number;
  tierName: string;
  sealText: string;
  perks: string;
  nickname: string | null;
  memberCode: string;
  /** The scannable code, or a button that shows it large. */
  qr: ReactNode;
}

/** The one showpiece: the material says the tier before a word is read. */
export function MembershipCard({
  label,
  brand,
  tierRank,
  tierName,
  sealText,
  perks,
  nickname,
  memberCode,
  qr,
}: MembershipCardProps) {
  const material = materials[Math.min(Math.max(tierRank, 1), materials.length) - 1] ?? "paper";
  return (
    <section aria-label={label} className={styles.frame}>
      <div className={classNames(styles.card, styles[material])}>
        <span aria-hidden="true" className={styles.rim} />
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <p className={styles.brand}>{brand}</p>
            <p className={styles.tier}>{tierName}</p>
            <p className={styles.perks}>{perks}</p>
          </div>
          <Seal text={sealText} size="lg" className="stamp" />
        </div>
        <div className="flex items-end justify-between gap-3">
          <p className={classNames(styles.holder, "min-w-0")}>
            {nickname ? <span className="block truncate font-medium">{nickname}</span> : null}
            <span className={styles.code}>{spacedCode(memberCode)}</span>
          </p>
          <div className={styles.qr}>{qr}</div>
        </div>
      </div>
    </section>
  );
}

/** As people read it aloud: `spacedCode("M251105000123")` → "M 251105 000123". */
export function spacedCode(memberCode: string): string {
  const parts = /^([A-Z])(\d{6})(\d{6})$/.exec(memberCode);
  return parts ? parts.slice(1).join("\u2009\u200a") : memberCode;
}
