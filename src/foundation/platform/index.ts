/** Types only: the working platform is imported as `#platform`, in the build that fits the engine. */
export type * from './contract.ts';
