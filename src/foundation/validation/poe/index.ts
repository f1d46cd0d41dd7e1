export { orderContradiction } from './coherence.ts';
export { coveringFirst } from './order.ts';
export { type Proof, ProofsOfExistence } from './proofs.ts';
