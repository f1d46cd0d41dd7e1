export { changeLicense, type LicenseChange } from './change-license.ts';
export {
  continuedFrom,
  type EndingKind,
  forbidden,
  type IssuingOperation,
  type StatusOperation,
  type StatusRequest,
  statusAfter,
} from './status-machine.ts';
