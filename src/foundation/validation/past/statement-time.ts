import { type RevocationStatement, signedAt } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { ProofsOfExistence } from '../poe/index.ts';

/** It tells about the certificate at all: issuers may drop expired ones (ETSI EN 319 102-1 5.6.2.2.4 note 3). */
export function isInScope(statement: RevocationStatement, { notAfter }: Certificate): boolean {
  const { thisUpdate, keepsExpiredSince: kept } = statement;
  return thisUpdate <= notAfter || (kept !== undefined && kept <= notAfter);
}

/** Its data and its answer are no younger than a time. */
export function isIssuedBy(statement: RevocationStatement, time: Date): boolean {
  return signedAt(statement) <= time && statement.thisUpdate <= time;
}

/** From when on all data that the statement was put together from is proved to exist. */
export function provedSince({ raw, alsoRaw = [] }: RevocationStatement, proofs: ProofsOfExistence): Date {
  const times = [raw, ...alsoRaw].map((object) => proofs.ofObject(object).time.getTime());
  return new Date(Math.max(...times));
}

/**
 * It is proved to be older than the end of those who signed it, by their dates or by a revocation (5.2.6.4 step 8,
 * 5.6.2.4.4 step 1). Afterwards anybody who came by the key could have made it.
 */
export function wasSignedInTime(statement: RevocationStatement, proofs: ProofsOfExistence): boolean {
  const signatures = [statement, ...(statement.alsoSigned ?? [])];
  const signers = signatures.flatMap(({ signer, signerPath }) => signerPath?.slice(0, -1) ?? [signer]);
  const proved = provedSince(statement, proofs);
  const { signerRevokedAt } = statement;
  return (
    signers.every(({ notAfter }) => proved <= notAfter) &&
    (signerRevokedAt === undefined || proved < signerRevokedAt)
  );
}
