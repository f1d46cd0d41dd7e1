import {
  type EntryRole,
  entryRoles,
  folderOf,
  isMetadata,
  type OfdPackage,
  ROOT_NAME,
} from '../../formats/ofd/index.ts';
import type { Change, Check, Coverage, Modification } from '../../foundation/core/index.ts';
import { quirk } from '../ses/index.ts';
import { failed } from './frame.ts';

/** One signature as the question of coverage sees it. */
export interface CoveredSignature {
  readonly id: string;
  /** Signature.xml. */
  readonly xml: string;
  readonly value: string;
  /** Seal file that was found to be the seal inside the signed value. */
  readonly seal?: string;
  /** Entries that it refers to and that are as signed. */
  readonly covered: ReadonlySet<string>;
  /** Value and digests are right and nothing is malformed. */
  readonly sound: boolean;
  /** Files that it refers to were changed or are gone. */
  readonly changes: readonly Change[];
}

/** The second and third axis of one signature. */
export interface CoverageResult {
  readonly coverage: Coverage;
  readonly modification: Modification;
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
}

const CLAUSE = 'GB/T 33190-2016 18';
/** Files that are named one by one; beyond that they are counted. */
const MAX_NAMED = 100;

/**
 * How much of the package each signature covers. The own Signature.xml and signed value, the lists of signatures, and
 * a seal file equal to the signed seal need no reference. What is left must belong to later good signatures, or be
 * metadata (told), or the coverage is partial: a page, resource, annotation, attachment or unknown file that is not
 * signed can change what is seen. Annotations that only another signature signs are not the change of that one
 * alone: they are shown over what this one signed. Whether the later signers are believed is for `judge`.
 */
export class OfdCoverage {
  readonly #ofd: OfdPackage;
  readonly #signatures: readonly CoveredSignature[];
  readonly #order: ReadonlyMap<CoveredSignature, number>;
  readonly #owners = new Map<string, CoveredSignature>();
  readonly #lists: ReadonlySet<string>;
  readonly #results = new Map<CoveredSignature, CoverageResult | 'asked'>();
  #signed: ReadonlySet<string> | undefined;
  #roles: ReadonlyMap<string, EntryRole> | undefined;

  constructor(ofd: OfdPackage, signatures: readonly CoveredSignature[]) {
    this.#ofd = ofd;
    this.#signatures = signatures;
    this.#order = new Map(signatures.map((signature, index) => [signature, index]));
    this.#lists = new Set(ofd.bodies.flatMap(({ signatures: list }) => (list === undefined ? [] : [list])));
    // What a signature that does not hold calls its own may be anything: it stays content.
    for (const signature of signatures.filter(({ sound }) => sound)) {
      for (const name of [signature.xml, signature.value, signature.seal]) {
        if (name !== undefined && !this.#owners.has(name)) this.#owners.set(name, signature);
      }
    }
  }

  /** Coverage and modification of one signature. */
  async of(signature: CoveredSignature): Promise<CoverageResult> {
    const known = this.#results.get(signature);
    // Only a list that contradicts its digests can ask in a circle; nobody in it is later than all others.
    if (known === 'asked') return PARTIAL;
    if (known !== undefined) return known;
    this.#results.set(signature, 'asked');
    const result = await this.#judge(signature);
    this.#results.set(signature, result);
    return result;
  }

  async #judge(signature: CoveredSignature): Promise<CoverageResult> {
    const rest = new Rest();
    const later: CoveredSignature[] = [];
    for (const other of this.#signatures) {
      if (other === signature || !this.isLater(other, signature)) continue;
      if (await this.#isGood(other)) later.push(other);
      else rest.unsound(other);
    }
    const open = this.#ofd.files.filter(({ name }) => !this.#needsNoReference(name, signature));
    for (const { name } of open) await this.#place(name, signature, later, rest);
    return rest.result(signature, later, this.#ofd.strayBytes);
  }

  #needsNoReference(name: string, { covered, xml, value, seal }: CoveredSignature): boolean {
    return covered.has(name) || name === xml || name === value || name === seal || this.#lists.has(name);
  }

  /** Puts one entry that the signature does not cover where it belongs. */
  async #place(
    name: string,
    signature: CoveredSignature,
    later: readonly CoveredSignature[],
    rest: Rest,
  ): Promise<void> {
    const owner = this.#owners.get(name);
    if (owner !== undefined) {
      if (!later.includes(owner) && name === owner.xml) rest.earlier(owner);
      return;
    }
    this.#roles ??= await entryRoles(this.#ofd);
    const role = this.#roles.get(name) ?? 'unknown';
    if (isMetadata(role)) rest.metadata(name);
    else if (role === 'root' && this.#pointsNowhereElse(signature)) {
      const witness = later.find(({ covered }) => covered.has(name));
      if (witness === undefined) rest.root();
      else rest.leftRoot(witness);
    } else if (role === 'annotation' && this.#isSigned(name)) rest.leftAnnotation(name);
    else rest.content(name, role);
  }

  /** Some sound signature refers to the entry; an earlier one would not make up for it, and is no matter here. */
  #isSigned(name: string): boolean {
    this.#signed ??= new Set(
      this.#signatures.filter(({ sound }) => sound).flatMap(({ covered }) => [...covered]),
    );
    return this.#signed.has(name);
  }

  /** `other` was made after `signature`: it covers it, or stands behind it in the list and is not covered by it. */
  isLater(other: CoveredSignature, signature: CoveredSignature): boolean {
    if (other.covered.has(signature.xml)) return true;
    if (signature.covered.has(other.xml)) return false;
    return this.#order.get(other)! > this.#order.get(signature)!;
  }

  async #isGood(signature: CoveredSignature): Promise<boolean> {
    if (!signature.sound) return false;
    const { coverage } = await this.of(signature);
    return coverage === 'whole-file' || coverage === 'whole-revision';
  }

  /**
   * An OFD.xml outside the signature is harmless only while there is nothing else it could point to: one document, of
   * the usual name (of which no second entry can be, whatever else was signed as an attachment), above the signature.
   */
  #pointsNowhereElse(signature: CoveredSignature): boolean {
    const [body, ...more] = this.#ofd.bodies;
    if (body === undefined || more.length > 0 || body.versions.length > 0) return false;
    const folder = folderOf(body.document);
    const usual =
      folder !== '' && body.document === `${folder}Document.xml` && signature.xml.startsWith(folder);
    return usual && signature.covered.has(body.document) && body.cover === undefined;
  }
}

const PARTIAL: CoverageResult = { coverage: 'partial', modification: 'not-checked', changes: [], checks: [] };

/** Collects what a signature leaves out. */
class Rest {
  readonly #checks: Check[] = [];
  readonly #left: Change[] = [];
  #annotated = false;
  #partial = false;
  #unnamed = 0;

  content(name: string, role: EntryRole): void {
    this.#partial = true;
    if (this.#checks.length >= MAX_NAMED) this.#unnamed++;
    else this.#checks.push(failed('OFD_CONTENT_NOT_COVERED', `${name} (${role}) is not signed`, CLAUSE));
  }

  metadata(name: string): void {
    const detail = `${name} is not signed; it is data beside the document and shown by no reader`;
    this.#checks.push(quirk('OFD_METADATA_NOT_COVERED', detail, CLAUSE));
  }

  root(): void {
    const detail = `${ROOT_NAME} is not signed: the data of the document in it (DocInfo) proves nothing`;
    this.#checks.push(quirk('OFD_ROOT_NOT_COVERED', detail, CLAUSE));
  }

  leftRoot({ id }: CoveredSignature): void {
    this.#leave('OFD_LATER_ROOT', `${ROOT_NAME} is signed by ${id} only`);
  }

  leftAnnotation(name: string): void {
    this.#annotated = true;
    this.#leave('OFD_LATER_ANNOTATION', `${name} is signed by another signature only`);
  }

  #leave(code: string, detail: string): void {
    if (this.#left.length === MAX_NAMED) return;
    this.#left.push({ code, detail });
    this.#checks.push(quirk('OFD_LEFT_TO_LATER_SIGNATURE', detail, CLAUSE));
  }

  earlier(owner: CoveredSignature): void {
    const detail = `${owner.id} stands before this signature and is not covered by it`;
    this.#checks.push(quirk('OFD_EARLIER_SIGNATURE_NOT_COVERED', detail, CLAUSE));
  }

  unsound(other: CoveredSignature): void {
    this.#partial = true;
    this.#checks.push(
      failed('OFD_LATER_SIGNATURE_NOT_GOOD', `${other.id} was added later and does not hold`, CLAUSE),
    );
  }

  result(
    signature: CoveredSignature,
    later: readonly CoveredSignature[],
    strayBytes: boolean,
  ): CoverageResult {
    const changes = [
      ...signature.changes,
      ...later.map(({ id, xml }) => ({ code: 'OFD_LATER_SIGNATURE', detail: `${id} (${xml}) was added` })),
      ...this.#left,
    ];
    const partial = this.#partial || strayBytes;
    const whole = later.length + this.#left.length > 0 ? 'whole-revision' : 'whole-file';
    return {
      coverage: partial ? 'partial' : whole,
      modification: this.#modification(signature, later, partial),
      changes,
      checks: [...this.#checks, ...this.#more()],
    };
  }

  #more(): Check[] {
    if (this.#unnamed === 0) return [];
    return [failed('OFD_CONTENT_NOT_COVERED', `${this.#unnamed} more files are not signed`, CLAUSE)];
  }

  #modification(
    signature: CoveredSignature,
    later: readonly CoveredSignature[],
    partial: boolean,
  ): Modification {
    if (signature.changes.length > 0) return 'disallowed';
    // What an annotation shows over the page was not looked at, and nothing in OFD permits it.
    if (partial || this.#annotated) return 'not-checked';
    return later.length > 0 ? 'form-fill' : 'none';
  }
}
