// Generates the rules of dependency-cruiser from the one layer table, and one door rule per folder of the tree.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ROOMS, OTHER_DOORS, ROOMS, ROOTS, TYPE_ONLY } from './layers.mjs';

const SRC = 'src';
const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const inside = (room) => `^${SRC}/${quote(room)}/`;
const anyOf = (rooms) => (rooms.length === 0 ? '^$' : `^${SRC}/(?:${rooms.map(quote).join('|')})/`);

const layerRule = ([room, allowed]) => ({
  name: `layer-${room.replace('/', '-')}`,
  comment: `${room} may use only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: inside(room) },
  to: { path: `^${SRC}/`, pathNot: anyOf([room, ...allowed, ...(TYPE_ONLY[room] ?? [])]) },
});

const typeOnlyRule = ([room, targets]) => ({
  name: `types-only-${room.replace('/', '-')}`,
  comment: `${room} may take only types from: ${targets.join(', ')}`,
  severity: 'error',
  from: { path: inside(room) },
  to: { path: anyOf(targets), dependencyTypesNot: ['type-only'] },
});

/** Every folder below src that holds files is entered through its index.ts only; going up is free. */
const foldersOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .flatMap((item) => [join(folder, item.name), ...foldersOf(join(folder, item.name))]);

const isGroup = (folder) =>
  readdirSync(folder, { withFileTypes: true }).every((item) => item.isDirectory()) ||
  ROOTS.includes(folder.slice(SRC.length + 1).split('/')[0]);

const doorRule = (folder) => {
  const room = folder.slice(SRC.length + 1);
  const doors = ['index.ts', ...(OTHER_DOORS[room] ?? [])].map(quote).join('|');
  return {
    name: `door-${room.replaceAll('/', '-')}`,
    comment: `${room} is entered through its index.ts only`,
    severity: 'error',
    from: { path: `^${SRC}/`, pathNot: inside(room) },
    to: { path: inside(room), pathNot: `^${SRC}/${quote(room)}/(?:${doors})$` },
  };
};

const known = [...Object.keys(ROOMS), ...ROOTS];

export default {
  forbidden: [
    ...Object.entries(ROOMS).map(layerRule),
    ...Object.entries(TYPE_ONLY).map(typeOnlyRule),
    ...(existsSync(SRC)
      ? foldersOf(SRC)
          .filter((folder) => !isGroup(folder))
          .map(doorRule)
      : []),
    {
      name: 'no-cycles',
      comment: 'no cycles, of types neither',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'known-rooms',
      comment: 'every file stands in a room of the table',
      severity: 'error',
      from: {},
      to: { path: `^${SRC}/.+/`, pathNot: anyOf(known) },
    },
    {
      name: 'nothing-imports-the-roots',
      comment: 'entries and cli compose; only cli uses entries',
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: anyOf(ROOTS) },
      to: { path: anyOf(ROOTS) },
    },
    {
      name: 'node-only-at-the-edge',
      comment: `node:* only in ${NODE_ROOMS.join(', ')}`,
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: anyOf(NODE_ROOMS) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-dev-dependency',
      comment: 'what src imports is installed with the package',
      severity: 'error',
      from: { path: `^${SRC}/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolved',
      comment: 'every import leads somewhere, #platform too',
      severity: 'error',
      from: { path: `^${SRC}/` },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports count: a cycle of types is a cycle of thoughts.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
