import { openOfd } from '../../formats/ofd/index.ts';
import type { ByteSource, Check, Limits, NotChecked } from '../../foundation/core/index.ts';
import type { FileFacts } from '../../foundation/validation/index.ts';
import { quirk, type SealMemo } from '../ses/index.ts';
import { type CoverageResult, OfdCoverage } from './coverage.ts';
import { Documents } from './documents.ts';
import { unchecked } from './frame.ts';
import { listChecks } from './list-checks.ts';
import { readListed, readLists } from './listed.ts';
import { findOrphans } from './orphans.ts';
import { type DrawnSignature, withOverlays } from './overlays.ts';
import { EntryDigests } from './references.ts';
import { coveredAs, type InspectedSignature, inspectListed, withCoverage } from './signature.ts';

/** Options of {@link inspectOfd}. */
export interface InspectOfdOptions {
  /** Certificates (DER) of signers whose signatures hold none. */
  readonly signerCertificates?: readonly Uint8Array[];
  readonly limits?: Limits;
  /** Seals known from other files: their makers’ values are not computed again. */
  readonly seals?: SealMemo;
}

/**
 * Facts of an OFD (GB/T 33190-2016 clause 18, GM/T 0099-2020): every signature and seal of its lists.
 *
 * Checked for each: the digests of all files it refers to, the value over Signature.xml (SES of GM/T 0031 V1,
 * GB/T 38540 V4 and V5; SignedData of GB/T 35275; bare SM2 values with a certificate from outside), what the unsigned
 * list claims about it, what it leaves unsigned, signatures that no list names. Not checked: what the pages show, and
 * older states of the document (Versions).
 * Throws ZIP_INVALID, XML_INVALID, OFD_INVALID or LIMIT_EXCEEDED when the package itself cannot be read; a bad
 * signature is never an exception.
 */
export async function inspectOfd(source: ByteSource, options: InspectOfdOptions = {}): Promise<FileFacts> {
  const ofd = await openOfd(source, options.limits);
  const lists = await readLists(ofd);
  const listed = await readListed(ofd, lists);
  const tools = {
    ofd,
    digests: new EntryDigests(ofd),
    documents: new Documents(ofd),
    certificates: options.signerCertificates ?? [],
    ...(options.seals === undefined ? {} : { seals: options.seals }),
  };
  const inspected: InspectedSignature[] = [];
  for (const signature of listed) inspected.push(await inspectListed(signature, tools));
  const covered = new Map(inspected.map((one) => [one, coveredAs(one)]));
  const coverage = new OfdCoverage(
    ofd,
    [...covered.values()].filter((one) => one !== undefined),
  );
  const drawn: DrawnSignature[] = [];
  for (const [one, asked] of covered) {
    const result = asked === undefined ? undefined : await coverage.of(asked);
    const forbidden = result !== undefined && (await isForbidden(one, result, tools.documents));
    const facts = withCoverage(one, forbidden ? withForbidden(result) : result, inspected);
    drawn.push({ facts, covered: asked });
  }
  const signatures = withOverlays(drawn, (other, signature) => coverage.isLater(other, signature));
  const checks: Check[] = [...ofd.checks, ...lists.flatMap(({ list }) => listChecks(list, listed))];
  return {
    format: 'ofd',
    signatures: [...signatures, ...(await findOrphans(ofd, listed))],
    // Readers that begin at the front see another file, or none.
    ...(checks.some(({ code }) => code === 'ZIP_PREFIX') ? { failure: 'FORMAT_FAILURE' as const } : {}),
    checks,
    notChecked: notRead(ofd.bodies),
  };
}

/** The signed document says that it must not be signed again, and it was. The rule is one for editors: it is told. */
async function isForbidden(
  { listed, references }: InspectedSignature,
  { changes }: CoverageResult,
  documents: Documents,
): Promise<boolean> {
  const later = changes.some(({ code }) => code === 'OFD_LATER_SIGNATURE');
  if (!later || references?.covered.has(listed.body.document) !== true) return false;
  return (await documents.of(listed.body))?.document.forbidsSignatures === true;
}

function withForbidden(result: CoverageResult): CoverageResult {
  const detail = 'the document forbids signatures, and one was added';
  const check = quirk('OFD_SIGNATURE_FORBIDDEN', detail, 'GB/T 33190-2016 7.5');
  return { ...result, checks: [...result.checks, check] };
}

function notRead(bodies: Awaited<ReturnType<typeof openOfd>>['bodies']): NotChecked[] {
  const out: NotChecked[] = [];
  if (bodies.some(({ versions }) => versions.length > 0)) {
    out.push(
      unchecked('OFD_VERSIONS', 'the document has several states: which one is shown was not checked'),
    );
  }
  if (bodies.some(({ encryptions }) => encryptions !== undefined)) {
    out.push(unchecked('OFD_ENCRYPTED', 'files of the package are encrypted: what they hold was not read'));
  }
  return out;
}
