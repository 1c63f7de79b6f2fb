/**
 * The declarations speak English. Beside Chinese their punctuation would come from the Chinese face, as
 * wide as a character.
 */
export const english =
  '[font-family:"Hanken_Grotesk","Hanken_Grotesk_Punctuation",var(--cjk-sans)]';
