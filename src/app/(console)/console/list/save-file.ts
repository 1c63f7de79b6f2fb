import type { FileFormat } from "@/modules/lists/schema/files";
import type { useTRPCClient } from "@/trpc/client";

const TYPES: Record<FileFormat, string> = {
  CSV: "text/csv",
  XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  PARQUET: "application/vnd.apache.parquet",
};

/** Fetches a file piece by piece, from whichever server answers, and hands it to the browser. */
export async function saveFile(
  client: ReturnType<typeof useTRPCClient>,
  { fileId, name, format }: { fileId: string; name: string; format: FileFormat },
): Promise<void> {
  const { parts } = await client.lists.openFile.mutate({ fileId });
  const pieces: Blob[] = [];
  for (let place = 0; place < parts; place++) {
    const { content } = await client.lists.filePart.query({ fileId, place });
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    // The browser may put it on the disk.
    pieces.push(new Blob([bytes]));
  }
  const address = URL.createObjectURL(new Blob(pieces, { type: TYPES[format] }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.${format.toLowerCase()}`;
  link.click();
  // Some browsers start the download a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
