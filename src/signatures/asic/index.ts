export { type AsicFile, type CreateAsicInput, type CreatedAsic, createAsic } from './create.ts';
export { type InspectAsicOptions, inspectAsic } from './inspect.ts';
