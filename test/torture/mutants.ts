/** Terminals made worse on purpose: each loses money at a power cut, and a run that does not notice is worth nothing. */
export const mutants = ['normal', 'off', 'early-reply', 'early-send'] as const
export type Mutant = (typeof mutants)[number]
