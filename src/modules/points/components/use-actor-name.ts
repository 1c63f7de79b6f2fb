import { useTranslations } from "next-intl";

const kinds = ["member", "operator", "admin", "service"] as const;
const alone = ["system", "webhook", "demo", "anonymous"] as const;

/** Who did it, in words: "admin:2" → "Admin 2", "system" → "the system". */
export function useActorName() {
  const t = useTranslations("explain.actors");
  return (actor: string): string => {
    const single = alone.find((known) => known === actor);
    if (single) return t(single);
    const [kind, id] = actor.split(":");
    const known = kinds.find((name) => name === kind);
    return known && id ? t(known, { id }) : actor;
  };
}
