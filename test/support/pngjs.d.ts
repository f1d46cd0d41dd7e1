declare module 'pngjs' {
  /** The part of pngjs that the tests use as an independent decoder. */
  export const PNG: {
    readonly sync: { read(png: Buffer): { readonly width: number; readonly height: number; readonly data: Buffer } };
  };
}
