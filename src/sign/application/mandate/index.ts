export {
  type AgentAct,
  checkAgentAct,
  type MandateReport,
  readMandates,
} from './check-mandate.ts';
export type { Mandate, MandateAct } from './model.ts';
export { type SignMandateInput, signMandate } from './sign-mandate.ts';
