import { readDer } from '../../../asn1/index.ts';
import { type GeneralName, isWithinName } from '../../../x509/index.ts';
import { liesInDomain, parseDnsDomain, reachesIntoDomain } from './dns-name.ts';
import { parseMailDomain, placeMailbox } from './email-name.ts';
import { liesInRange, parseIpRange } from './ip-name.ts';
import type { ConstrainedName, Subtree } from './name-form.ts';
import { otherNameForm } from './other-name.ts';
import type { Placement, Polarity } from './placement.ts';
import { liesInUriDomain, parseUriDomain } from './uri-name.ts';

/**
 * Parses one subtree. Forms that are not processed (x400Address, ediPartyName, registeredID, otherName) and malformed
 * subtrees leave every name of their form undecidable: such a certificate is refused (RFC 5280 4.2.1.10). DER_INVALID.
 */
export function subtreeOf(base: GeneralName): Subtree {
  switch (base.kind) {
    case 'dns': {
      const domain = parseDnsDomain(base.text);
      return subtree('dns', (name, polarity) => {
        if (name.kind !== 'dns' || name.dns === undefined || domain === undefined) return 'undecidable';
        return inside((polarity === 'permitted' ? liesInDomain : reachesIntoDomain)(name.dns, domain));
      });
    }
    case 'email': {
      const domain = parseMailDomain(base.text);
      return subtree('email', (name) => {
        if (name.kind !== 'email' || name.mailbox === undefined || domain === undefined) return 'undecidable';
        return placeMailbox(name.mailbox, domain);
      });
    }
    case 'uri': {
      const domain = parseUriDomain(base.text);
      return subtree('uri', (name) => {
        if (name.kind !== 'uri' || name.host === undefined || domain === undefined) return 'undecidable';
        return inside(liesInUriDomain(name.host, domain));
      });
    }
    case 'ip': {
      const range = parseIpRange(readDer(base.raw).content);
      return subtree('ip', (name) => {
        if (name.kind !== 'ip' || name.address === undefined || range === undefined) return 'undecidable';
        return inside(liesInRange(name.address, range));
      });
    }
    case 'directoryName': {
      const directory = base.name!;
      return subtree('directoryName', (name) =>
        name.kind === 'directoryName' ? inside(isWithinName(name.name, directory)) : 'undecidable',
      );
    }
    default:
      return subtree(base.kind === 'otherName' ? otherNameForm(base) : base.kind, () => 'undecidable');
  }
}

function subtree(form: string, place: (name: ConstrainedName, polarity: Polarity) => Placement): Subtree {
  return { form, place };
}

function inside(yes: boolean): Placement {
  return yes ? 'inside' : 'outside';
}
