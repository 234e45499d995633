import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';

export interface Bar {
  label: string;
  value: number;
  /** The value in words, written behind the bar. */
  words: string;
}

const width = 760;
const rowHeight = 34;
const margin = { top: 52, right: 190, bottom: 34, left: 150 };

/** How large the picture of so many bars is, in pixels. */
export const sizeOfBarChart = (bars: number) => ({
  width,
  height: margin.top + margin.bottom + Math.max(1, bars) * rowHeight,
});

const shortened = (text: string): string => (text.length > 20 ? `${text.slice(0, 19)}…` : text);

/** Horizontal bars from zero, as SVG; every bar has its value in words beside it. */
export function BarChart({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const { height } = sizeOfBarChart(bars.length);
  const x = scaleLinear()
    .domain([0, max(bars, ({ value }) => value) || 1])
    .nice(4)
    .range([margin.left, width - margin.right]);
  const y = scaleBand<number>()
    .domain(bars.map((_bar, index) => index))
    .range([margin.top, height - margin.bottom])
    .padding(0.32);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={title}
      font-family="DejaVu Sans"
      font-size="12"
    >
      <title>{title}</title>
      <rect width={width} height={height} fill="#ffffff" />
      <rect x="0" y="0" width="6" height="30" fill="#ffcc00" />
      <text x="16" y="20" font-size="15" font-weight="bold" fill="#003399">
        {title}
      </text>
      {x.ticks(4).map(tick => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={margin.top - 6} y2={height - margin.bottom} stroke="#d3dae8" />
          <text
            x={x(tick)}
            y={height - margin.bottom + 18}
            text-anchor="middle"
            font-size="11"
            fill="#5a6478"
          >
            {x.tickFormat(4)(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ label, value, words }, index) => {
        const top = y(index) ?? 0;
        const middle = top + y.bandwidth() / 2 + 4;
        return (
          <g key={index}>
            <text x={margin.left - 10} y={middle} text-anchor="end" fill="#1b2540">
              {shortened(label)}
            </text>
            <rect
              x={margin.left}
              y={top}
              width={Math.max(0, x(value) - margin.left)}
              height={y.bandwidth()}
              fill="#003399"
            />
            <text x={x(value) + 8} y={middle} font-size="11" fill="#1b2540">
              {words}
            </text>
          </g>
        );
      })}
      <line
        x1={margin.left}
        x2={margin.left}
        y1={margin.top - 6}
        y2={height - margin.bottom}
        stroke="#1b2540"
      />
    </svg>
  );
}
