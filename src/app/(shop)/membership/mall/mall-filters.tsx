import { useTranslations } from "next-intl";
import { rewardKind, rewardSort } from "@/modules/rewards/schema/rewards";
import { chipClass } from "@/ui/chip-class";
import { PageLink } from "@/ui/page-link";
import { addressOf, type MallView } from "./mall-view";

interface MallFiltersProps {
  view: MallView;
  categories: readonly { key: string; name: string }[];
}

interface Choice {
  name: string;
  isChosen: boolean;
  view: MallView;
}

/** What kind, of which category, and in which order: each a page of its own. */
export function MallFilters({ view, categories }: MallFiltersProps) {
  const t = useTranslations("rewards");
  const from = { ...view, after: undefined };
  const kinds = [undefined, ...rewardKind.options].map((kind) => ({
    name: t(`filter.${kind ?? "all"}`),
    isChosen: kind === view.kind,
    view: { ...from, kind },
  }));
  const groups = categories.map(({ key, name }) => ({
    name,
    isChosen: key === view.category,
    // Pressed again, all are shown.
    view: { ...from, category: key === view.category ? undefined : key },
  }));
  const sorts = rewardSort.options.map((sort) => ({
    name: t(`sort.${sort}`),
    isChosen: sort === view.sort,
    view: { ...from, sort },
  }));
  return (
    <div className="mb-6 flex flex-wrap gap-x-6 gap-y-3">
      <Choices label={t("filter.label")} choices={kinds} />
      {groups.length > 0 ? <Choices label={t("categories")} choices={groups} /> : null}
      <Choices label={t("sort.label")} choices={sorts} />
    </div>
  );
}

function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ name, isChosen, view }) => (
          <li key={name}>
            <PageLink
              href={addressOf(view)}
              aria-current={isChosen ? "page" : undefined}
              className={chipClass(isChosen)}
            >
              {name}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
