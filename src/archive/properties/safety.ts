import type { CheckContext } from './context.ts';
import { byFaults, type ItemResult, itemResult } from './item-list.ts';

/** 安全性: nothing harmful, nothing extra. What only the place can tell comes by ports. */
export function checkSafety({ virusScan, comparison, loaded, options }: CheckContext): ItemResult[] {
  const attested = options.processAttestation;
  const extra = [...comparison.unlisted.map((path) => `${path} is not in the manifest`)];
  if (loaded.manifest.value === undefined) extra.push(loaded.manifest.fault);
  return [
    virusScan === undefined
      ? itemResult('GD-4-1', 'not-run', 'no scanner was given (scanVirus)')
      : itemResult('GD-4-1', 'passed', virusScan.engine),
    virusScan === undefined
      ? itemResult('GD-4-2', 'not-run', 'no scanner was given (scanVirus)')
      : byFaults(
          'GD-4-2',
          virusScan.clean ? [] : [`${virusScan.engine} found an infection`],
          `${virusScan.engine}: clean`,
        ),
    byFaults('GD-4-3', extra, 'no file beyond the manifest'),
    attested === undefined || attested === ''
      ? itemResult('GD-4-7', 'not-run', 'nobody attested the process (processAttestation)')
      : itemResult('GD-4-7', 'passed', `attested: ${attested}`),
  ];
}
