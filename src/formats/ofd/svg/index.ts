export { dataUri } from './pictures.ts';
export { type PageStamp, type RenderedPage, renderPage } from './render-page.ts';
export { MediaBook, type OpenOutlineFont, type OutlineFont } from './scene.ts';
