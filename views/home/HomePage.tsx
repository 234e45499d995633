import { roles } from '../../models/record/permissions.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { AdministrationPanel } from './AdministrationPanel.tsx';
import { CoveragePanel, GapsPanel, MilestonesPanel, ToRatePanel } from './CoveragePanels.tsx';
import { ImportsPanel } from './ImportsPanel.tsx';
import { ClosingPanel, PortfolioPanel } from './MoneyPanels.tsx';
import type { Panel } from './panels.ts';
import { ChangesPanel, DeadlinesPanel, MinePanel } from './WorkPanels.tsx';

/** The page a person begins on. */
export function HomePage({ panels }: { panels: readonly Panel[] }) {
  const { t, say, user } = usePage();
  return (
    <Layout title={t('nav.home')} wide>
      <div class="page-head">
        <div>
          {user && <p class="kicker">{say(roles[user.role])}</p>}
          <h1>{t('home.title', { name: user?.name ?? '' })}</h1>
        </div>
      </div>
      {groupsOf(panels).map(group => (
        <div key={group[0]?.name} class={group.length > 1 ? 'panel-columns' : 'panel-columns panel-alone'}>
          {group.map(panel => (
            <div key={panel.name} class="panel">
              <OnePanel panel={panel} />
            </div>
          ))}
        </div>
      ))}
    </Layout>
  );
}

const wide: readonly Panel['name'][] = ['administration', 'coverage', 'portfolio'];

/** Wide panels stand alone; the narrow ones between them share their columns. */
function groupsOf(panels: readonly Panel[]): Panel[][] {
  const groups: Panel[][] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    const isShared = last?.every(({ name }) => !wide.includes(name)) === true && !wide.includes(panel.name);
    if (last && isShared) last.push(panel);
    else groups.push([panel]);
  }
  return groups;
}

function OnePanel({ panel }: { panel: Panel }) {
  switch (panel.name) {
    case 'deadlines':
      return <DeadlinesPanel data={panel.data} />;
    case 'imports':
      return <ImportsPanel data={panel.data} />;
    case 'mine':
      return <MinePanel data={panel.data} />;
    case 'changes':
      return <ChangesPanel data={panel.data} />;
    case 'coverage':
      return <CoveragePanel data={panel.data} />;
    case 'gaps':
      return <GapsPanel data={panel.data} />;
    case 'toRate':
      return <ToRatePanel data={panel.data} />;
    case 'milestones':
      return <MilestonesPanel data={panel.data} />;
    case 'portfolio':
      return <PortfolioPanel data={panel.data} />;
    case 'closing':
      return <ClosingPanel data={panel.data} />;
    default:
      return <AdministrationPanel data={panel.data} />;
  }
}
