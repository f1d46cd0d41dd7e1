/** How long a file is kept: for ever, or so many years from the start of its term. */
export type RetentionPeriod = 'permanent' | { readonly years: number };

/** The retention table (归档范围和保管期限表) of an agency, as a port. */
export interface RetentionPolicy {
  /** `undefined`: the table does not know this kind of file; whoever asks decides, nothing is assumed. */
  periodOf(file: {
    readonly taskCode: string;
    readonly fileCode: string;
    readonly at: Date;
  }): Promise<RetentionPeriod | undefined>;
}
