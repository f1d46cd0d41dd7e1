import { type CurveParameters, curve } from './curve.ts';

/** sm2p256v1 of GB/T 32918.5-2017. */
export const SM2_CURVE: CurveParameters = /* @__PURE__ */ curve(
  'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff',
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
  '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
  '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
  'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
);
