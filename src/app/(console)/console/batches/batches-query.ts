/** The questions of these pages, the same on the server and in the browser. */
export const batchesInput = { limit: 20 };

export const rowsPerPage = 50;

/** Rows of one page: the cursor is the number of the last row before it. */
export function batchInput(batchId: string, page: number) {
  const cursor = page > 1 ? { cursor: String((page - 1) * rowsPerPage) } : {};
  return { batchId, limit: rowsPerPage, ...cursor };
}

export function pageFrom(param: string | undefined): number {
  return param && /^[1-9]\d{0,4}$/.test(param) ? Number(param) : 1;
}
