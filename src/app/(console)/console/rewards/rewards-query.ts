/** The question that an address stands for, the same on the server and in the browser. */
export function rewardsInput(read: (name: string) => string | undefined) {
  return { lowStock: read("stock") === "low", limit: 20 };
}
