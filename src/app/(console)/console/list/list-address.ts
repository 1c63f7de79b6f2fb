/** What of an address belongs to no view: where one is in it. */
const OF_THE_MOMENT = ["cursor", "page", "view", "open"];

/** What a list was asked for, as its address has it; the same for the same, in whatever order it was chosen. */
export function addressOfView(search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of OF_THE_MOMENT) parameters.delete(name);
  parameters.sort();
  return parameters.toString();
}
