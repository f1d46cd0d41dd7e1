export {
  checkMod11_2,
  checkMod37_36,
  containsResidentId,
  isOrganisationCode,
  isResidentId,
  isUscc,
  mod11_2,
  mod37_36,
  organisationCodeCheck,
  usccCheck,
} from '../../foundation/core/index.ts';
