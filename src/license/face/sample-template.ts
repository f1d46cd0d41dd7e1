import type { FaceField, FaceTemplate, FaceText } from './template.ts';

const INK = '#1f1a17';
const LABEL = '#7a5a2b';
const QUIET = '#6b6258';

const [LEFT, RIGHT, GUTTER] = [32, 156, 4];
const LABEL_WIDTH = 33;

function label(text: string, x: number, y: number, width: number = LABEL_WIDTH): FaceText {
  return { text, box: { x, y, width, height: 9 }, size: 11, spacing: 0.06, wrap: false, color: LABEL };
}

function value(key: string, x: number, y: number, width: number, height: number = 9): FaceField {
  return { key, box: { x, y, width, height }, size: 13, minSize: 7, color: INK, underline: true };
}

const VALUE_LEFT = LEFT + LABEL_WIDTH + GUTTER;
const VALUE_RIGHT = RIGHT + LABEL_WIDTH + GUTTER;
const RIGHT_EDGE = 265;

/** 示例许可证: the license of the demo, A4 landscape. A model for templates of one's own. */
export const SAMPLE_TEMPLATE: FaceTemplate = {
  name: '示例许可证',
  page: { width: 297, height: 210 },
  frame: { inset: 9, band: 7.5, color: '#b8935a', rosetteColor: '#f1e6d2', groundColor: '#fffdf8' },
  texts: [
    { text: '证照编号', box: { x: 203, y: 22, width: 16, height: 6 }, size: 9.5, color: LABEL, wrap: false },
    {
      text: '示例许可证',
      box: { x: 60, y: 28, width: 177, height: 19 },
      size: 38,
      align: 'center',
      wrap: false,
      spacing: 0.35,
      color: '#8c1d18',
    },
    {
      text: 'SAMPLE LICENSE',
      box: { x: 60, y: 47.5, width: 177, height: 6 },
      size: 9.5,
      align: 'center',
      wrap: false,
      spacing: 0.42,
      color: LABEL,
    },
    label('经营者名称', LEFT, 60),
    label('统一社会信用代码', RIGHT, 60),
    label('法定代表人', LEFT, 72),
    label('主体业态', RIGHT, 72),
    label('住所', LEFT, 84),
    label('经营场所', LEFT, 96),
    label('经营项目', LEFT, 108),
    label('有效期限', LEFT, 130),
    { text: '至', box: { x: 110, y: 130, width: 8, height: 9 }, size: 12, align: 'center', color: LABEL },
    { text: '证照标识', box: { x: 72, y: 150, width: 60, height: 5 }, size: 8.5, color: LABEL },
    {
      text: '扫描二维码核验证照；验证电子印章和数字签名后方可使用。',
      box: { x: 72, y: 170, width: 96, height: 10 },
      size: 8.5,
      color: QUIET,
      valign: 'top',
    },
    {
      text: '样例文件，仅供演示，不具法律效力',
      box: { x: 98, y: 184.2, width: 101, height: 5 },
      size: 8.5,
      align: 'center',
      color: QUIET,
      wrap: false,
      spacing: 0.1,
    },
  ],
  fields: [
    {
      key: 'ZZBH',
      box: { x: 220, y: 22, width: 45, height: 6 },
      align: 'right',
      size: 10.5,
      minSize: 6,
      color: INK,
      wrap: false,
    },
    value('CZZT', VALUE_LEFT, 60, RIGHT - VALUE_LEFT - 6),
    value('CZZTDM', VALUE_RIGHT, 60, RIGHT_EDGE - VALUE_RIGHT),
    value('KZ_FDDBR', VALUE_LEFT, 72, RIGHT - VALUE_LEFT - 6),
    value('KZ_ZTYT', VALUE_RIGHT, 72, RIGHT_EDGE - VALUE_RIGHT),
    value('KZ_ZS', VALUE_LEFT, 84, RIGHT_EDGE - VALUE_LEFT),
    value('KZ_JYCS', VALUE_LEFT, 96, RIGHT_EDGE - VALUE_LEFT),
    {
      ...value('KZ_JYXM', VALUE_LEFT, 110.2, RIGHT_EDGE - VALUE_LEFT, 17),
      size: 12,
      minSize: 6,
      valign: 'top',
    },
    { ...value('ZZYXQQSRQ', VALUE_LEFT, 130, 40), format: 'date' },
    { ...value('ZZYXQJZRQ', 119, 130, 40), format: 'date' },
    {
      key: 'ZZBS',
      box: { x: 72, y: 155, width: 96, height: 6 },
      size: 8.5,
      minSize: 5,
      wrap: false,
      color: INK,
      valign: 'top',
    },
    {
      key: 'ZZBFJG',
      box: { x: 170, y: 155, width: 95, height: 9 },
      size: 15,
      minSize: 9,
      align: 'center',
      color: INK,
    },
    {
      key: 'ZZBFRQ',
      box: { x: 170, y: 166, width: 95, height: 8 },
      size: 13,
      minSize: 9,
      align: 'center',
      color: INK,
      format: 'date',
    },
  ],
  qr: { x: 30, y: 146, width: 38, height: 38 },
  seal: { x: 196.5, y: 142.5, width: 42, height: 42 },
};
