export {
  type DrawnCode,
  type DrawnPage,
  type DrawnPath,
  type DrawnStep,
  type DrawnText,
  type FaceDrawing,
  MM_PER_POINT,
} from './drawing.ts';
export { type LayOutFace, layOutFace } from './lay-out-face.ts';
