declare module 'pngjs' {
  /** The part of pngjs that the tests use as an independent decoder and encoder. */
  export class PNG {
    constructor(options: { readonly width: number; readonly height: number });
    readonly width: number;
    readonly height: number;
    data: Buffer;
    static readonly sync: {
      read(png: Buffer): PNG;
      write(png: PNG, options?: Readonly<Record<string, unknown>>): Buffer;
    };
  }
}
