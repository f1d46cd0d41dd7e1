/** Does a name stand in a subtree? `undecidable`: the name or the subtree is not of a form that can be compared. */
export type Placement = 'inside' | 'outside' | 'undecidable';

/** Whether a subtree allows or forbids: a wildcard must lie in an allowed one wholly, in a forbidden one not at all. */
export type Polarity = 'permitted' | 'excluded';
