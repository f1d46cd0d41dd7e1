import { isYinxinError } from '../../foundation/core/index.ts';
import type { ProductHandler } from '../../verify/index.ts';
import { laterChangesChecks, pinnedIssuers } from '../file/index.ts';
import { judgeCopy } from './judge-copy.ts';
import { type AnnotatedCopyParts, readAnnotatedCopy } from './read-copy.ts';

/**
 * The annotated copy in a sealed PDF. Asked before the license: a file that carries the record of a copy is never judged as
 * a license, whatever else it carries.
 */
export const annotatedCopyHandler: ProductHandler = {
  formats: ['pdf'],
  async examine(source, { facts, judgement }, options) {
    let parts: AnnotatedCopyParts | undefined;
    try {
      parts = await readAnnotatedCopy(source, options.limits);
    } catch (error) {
      // A file that was not readable as PDF has been reported by its format handler.
      if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
      throw error;
    }
    if (parts === undefined) return undefined;
    const { issuers, checks } = pinnedIssuers(options);
    const seal = facts.signatures.filter(({ kind }) => kind === 'seal').at(-1);
    const { statusLists, statusMaxAgeSeconds, expect } = options;
    const judged = await judgeCopy(parts, {
      at: options.at,
      issuers,
      seal: {
        indication: judgement.conclusion.indication,
        ...(seal?.signerCertificate === undefined ? {} : { signerCertificate: seal.signerCertificate }),
      },
      ...(statusLists === undefined ? {} : { statusLists }),
      ...(statusMaxAgeSeconds === undefined ? {} : { statusMaxAgeSeconds }),
      ...(expect === undefined ? {} : { expect }),
    });
    const later = laterChangesChecks(facts);
    const license =
      later.length === 0 ? judged.license : { ...judged.license, conclusion: 'not-usable' as const };
    return { license, checks: [...checks, ...judged.checks, ...later], notChecked: judged.notChecked };
  },
};
