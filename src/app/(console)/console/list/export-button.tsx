"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { FileQuestion } from "@/modules/lists/schema/files";
import { Button } from "@/ui/button";
import { FILE_COLUMNS } from "./file-columns";

const ExportDialog = lazy(async () => ({
  default: (await import("./export-dialog")).ExportDialog,
}));

/** Has a list made into a file with all that it has of each row. */
export function ExportButton(asked: FileQuestion) {
  const t = useTranslations("lists.export");
  const tColumns = useTranslations("lists.fileColumns");
  const [isOpen, setOpen] = useState(false);
  const columns = FILE_COLUMNS[asked.list].map((key) => ({ key, title: tColumns(key) }));
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Download aria-hidden="true" className="size-4" />
        {t("button")}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <ExportDialog
            open
            wish={{ ...asked, format: "XLSX", columns }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
