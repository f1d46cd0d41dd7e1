import {
  completeSealOfd,
  type PreparedSealOfd,
  prepareSealOfd,
  type SealHolder,
  type SealOfdBase,
  type SealOfdOptions,
  signSealOfd,
} from '../../seal/index.ts';
import type { SealStep } from './seal-step.ts';

/** What a seal on an OFD face needs; place and time come from the face and the reservation. */
export type OfdSealOptions = Omit<SealOfdBase, 'file' | 'placements' | 'claimedTime'> & SealHolder;

/** What goes from step to step. */
interface State {
  readonly prepared: PreparedSealOfd;
  readonly options: SealOfdOptions;
}

/** A {@link SealStep} that seals OFD faces at the place the template keeps for it (GB/T 38540-2020). */
export function ofdSeal(settings: OfdSealOptions): SealStep {
  return {
    async prepare(file, { box, at }) {
      const options: SealOfdOptions = {
        ...settings,
        file,
        claimedTime: at,
        placements: [{ kind: 'point', page: box.page + 1, x: box.x, y: box.y }],
      };
      const prepared = await prepareSealOfd(options);
      return { toSignDigest: prepared.dataHash, state: { prepared, options } satisfies State };
    },
    sign(prepared, signOptions) {
      const { prepared: ofd, options } = prepared.state as State;
      return signSealOfd(ofd, { ...options, signOptions: { ...options.signOptions, ...signOptions } });
    },
    embed: (prepared, value) => completeSealOfd((prepared.state as State).prepared, value),
  };
}
