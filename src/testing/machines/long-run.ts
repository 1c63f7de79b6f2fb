/** `npm run test:machines` asks for more; without it, a few seconds with every `npm test`. */

export const MACHINE_SEEDS = Number(process.env.MACHINE_SEEDS ?? 5);
/** How many steps programs are searched for that have no machine. */
export const SOUND_STEPS = Number(process.env.MACHINE_STEPS ?? 3);
export const LONG_RUN = process.env.MACHINE_SEEDS !== undefined;
