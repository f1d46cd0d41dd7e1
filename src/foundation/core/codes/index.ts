export { checkMod11_2, checkMod37_36, mod11_2, mod37_36 } from './iso7064.ts';
export { isOrganisationCode, organisationCodeCheck } from './organisation-code.ts';
export { containsResidentId, isResidentId } from './resident-id.ts';
export { isUscc, usccCheck } from './uscc.ts';
