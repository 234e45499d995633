import type { CoverageState } from '../../models/coverage/coverageState.ts';
import { coverageStateLabels } from '../coverage/states.ts';
import { usePage } from '../page.tsx';

type Drawn = Extract<CoverageState, 'covered' | 'thin' | 'planned' | 'lapsed' | 'gap'>;
type Cell = readonly [state: Drawn, projects: number];

/** Made-up figures: before somebody has signed in, a page shows nothing of the installation. */
const rows: readonly (readonly Cell[])[] = [
  [
    ['thin', 1],
    ['planned', 0],
    ['gap', 0],
    ['gap', 0],
  ],
  [
    ['covered', 3],
    ['thin', 1],
    ['gap', 0],
    ['planned', 0],
  ],
  [
    ['gap', 0],
    ['gap', 0],
    ['gap', 0],
    ['gap', 0],
  ],
  [
    ['lapsed', 2],
    ['covered', 4],
    ['covered', 5],
    ['planned', 0],
  ],
  [
    ['lapsed', 1],
    ['thin', 1],
    ['covered', 3],
    ['thin', 1],
  ],
];
const drawn = ['covered', 'thin', 'planned', 'lapsed', 'gap'] as const satisfies readonly Drawn[];
const fills: Readonly<Record<Drawn, string>> = {
  covered: '#1f7a4d',
  thin: '#a9d6bc',
  planned: 'url(#picture-planned)',
  lapsed: 'url(#picture-lapsed)',
  gap: '#ffffff',
};
const edges: Readonly<Record<Drawn, string>> = {
  covered: '#1f7a4d',
  thin: '#6fae88',
  planned: '#3d6cc9',
  lapsed: '#8e98a9',
  gap: '#a3161f',
};
/** In percent of the width, so that one drawing fits every screen and its words keep their size. */
const columnAt = (column: number): string => `${23 + 19.25 * column}%`;
const rowHeight = 52;

/** What the matrix looks like, for who has not signed in yet: initiatives by programme. */
export function MatrixPicture() {
  const { t, say } = usePage();
  return (
    <figure class="matrix-picture">
      <svg width="100%" height={26 + rowHeight * rows.length} role="img" aria-label={t('session.picture')}>
        <Patterns />
        <text x="0" y="14" font-size="13">
          {t('session.pictureProgramme')}
        </text>
        {['A', 'B', 'C', 'D'].map((name, column) => (
          <text key={name} x={columnAt(column)} y="14" font-size="13">
            {name}
          </text>
        ))}
        {rows.map((cells, row) => (
          <g key={row}>
            <text x="0" y={53 + rowHeight * row} font-size="14">
              {t('session.pictureInitiative', { number: row + 1 })}
            </text>
            {cells.map((cell, column) => (
              <PictureCell key={column} cell={cell} x={columnAt(column)} y={26 + rowHeight * row} />
            ))}
          </g>
        ))}
      </svg>
      <ul class="matrix-legend">
        {drawn.map(state => (
          <li key={state}>
            <svg width="14" height="14" aria-hidden="true">
              <rect x="1" y="1" width="12" height="12" {...paintOf(state)} />
            </svg>{' '}
            <strong>{say(coverageStateLabels[state])}</strong> {t(`pictureState.${state}`)}
          </li>
        ))}
      </ul>
      <figcaption class="hint">{t('session.pictureMadeUp')}</figcaption>
    </figure>
  );
}

const paintOf = (state: Drawn) => ({
  fill: fills[state],
  stroke: edges[state],
  'stroke-width': 1.5,
  ...(state === 'gap' && { 'stroke-dasharray': '4 3' }),
});

function PictureCell({ cell: [state, projects], x, y }: { cell: Cell; x: string; y: number }) {
  const isDark = state === 'covered';
  return (
    <svg x={x} y={y} width="17.5%" height="44">
      <rect x="1" y="1" width="98%" height="42" {...paintOf(state)} />
      {!isDark && state !== 'gap' && <circle cx="50%" cy="22" r="12" fill="#ffffff" fill-opacity="0.9" />}
      <text
        x="50%"
        y="28"
        font-size="17"
        font-weight="650"
        text-anchor="middle"
        fill={isDark ? '#ffffff' : '#1c2230'}
      >
        {projects}
      </text>
    </svg>
  );
}

/** States are told apart by pattern, too: in grey and in print. */
function Patterns() {
  return (
    <defs>
      <pattern
        id="picture-planned"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="#ffffff" />
        <rect width="2.4" height="6" fill="#3d6cc9" />
      </pattern>
      <pattern id="picture-lapsed" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" fill="#eceef2" />
        <rect width="5" height="1.4" fill="#8e98a9" />
      </pattern>
    </defs>
  );
}
