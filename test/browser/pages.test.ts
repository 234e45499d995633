import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { languages, type Language } from '../../models/values/format.ts';
import { nouns } from '../../models/nouns.ts';
import { can, roles, type Role } from '../../models/record/permissions.ts';
import { saveMapping } from '../../models/imports/check/savedMapping.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { inviteUser } from '../../models/accounts/invitation.ts';
import { attemptKeyOf } from '../../models/accounts/signInAttempts.ts';
import { noteFailure } from '../../models/accounts/signInFailure.ts';
import { makeToken } from '../../models/accounts/token.ts';
import { proposeMapping } from '../../models/sources/anyTable/proposeMapping.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { siteMap } from '../../routes/index.ts';
import { testAddress } from '../support/app.ts';
import { openContext, signInAs, useBrowser, type Size } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addStrategy, addUser, changeAt } from '../support/factories.ts';
import { addImport, expired, previewed, stopped, variedRows } from '../support/imports.ts';
import { listenTo, lookAt } from './look.ts';
import { filledPath } from '../support/filledPath.ts';
import { sendTooLate } from '../support/unsentForm.ts';

interface World {
  people: Readonly<Record<Role, KeptUser>>;
  /** By the first part of a path: what stands for its `:id`. */
  ids: Readonly<Record<string, string>>;
  endedImports: readonly string[];
  invitation: string;
}

/** A visit: an address as that role (null: nobody signed in), and what to do there before looking. */
interface Visit {
  path: string;
  as: Role | null;
  status?: number;
  act?: (page: Page) => Promise<void>;
}

/** The record with the longest list: the page with most on it. */
async function findFullest(noun: Pick<(typeof nouns)['call'], 'current'>, list: string): Promise<string> {
  const [one] = await noun.current.aggregate<{ _id: string }>([
    { $addFields: { fullness: { $size: `$${list}` } } },
    { $sort: { fullness: -1, _id: 1 } },
    { $limit: 1 },
  ]);
  return one?._id ?? '';
}

async function makeWorld(): Promise<World> {
  await loadReference(changeAt(new Date('2026-01-05T09:00:00Z'), { source: { kind: 'reference' } }));
  // Names of one line, where those of the reference data take two.
  await addStrategy();
  const people = {} as Record<Role, KeptUser>;
  for (const role of Object.keys(roles) as Role[]) people[role] = await addUser(role);
  // Told of at the sign-in, though nobody has done anything to the account.
  await noteFailure(attemptKeyOf(people.finance.email), 'wrong', '127.0.0.1', new Date());
  await makeToken(people.officer, { name: 'nightly import', access: 'read', endsOn: null }, new Date());
  const mapping = proposeMapping(['acronym', 'title', 'objective'], 'project');
  const by = { id: people.officer.id, name: people.officer.name };
  await saveMapping('Monthly list of the unit', mapping, Object.keys(mapping.columns), by, new Date());
  const project = await findFullest(nouns.project, 'participants');
  return {
    people,
    ids: {
      projects: project,
      unsent: await sendTooLate(people.officer, project, 'Twice in the portfolio'),
      calls: await findFullest(nouns.call, 'rounds'),
      organisations: await findFullest(nouns.organisation, 'warnings'),
      programmes: 'H2020',
      strategies: 'COM-2020-607',
      users: people.officer.id,
      imports: (await addImport(variedRows(), previewed)).id,
    },
    endedImports: [(await addImport(variedRows(), stopped())).id, (await addImport([], expired())).id],
    invitation: await inviteUser(people.reader.id, changeAt(new Date())),
  };
}

/** Every page of the site map, by the first role of the table that may see it. */
function visitsOfSiteMap({ ids, invitation }: World): Visit[] {
  return (
    siteMap
      .filter(({ method, media }) => method === 'GET' && (media === undefined || media.includes('page')))
      // Shown once something was changed: see `changeMany`.
      .filter(({ path }) => !path.endsWith('/:outcome'))
      .map(({ path, query, right }) => ({
        path: filledPath({ path, query }, ids, ':id').replace(':token', invitation),
        as:
          right === 'anyone'
            ? null
            : ((['officer', 'administrator'] as const).find(one => can(one, right)) ?? null),
      }))
  );
}

/** A name that stands for other columns is refused on the form. */
const takeName = async (page: Page) => {
  await page.locator('#saveAs').fill('Monthly list of the unit');
  await Promise.all([page.waitForNavigation(), page.locator('main .row-actions button').first().click()]);
};

const pressSave = async (page: Page) => {
  await Promise.all([
    page.waitForNavigation(),
    page.locator('main form .form-actions button').first().click(),
  ]);
};

/** What no line of the site map says by itself: refusals, filtered and empty lists, the past, each role's home. */
function otherVisits({ ids, endedImports }: World): Visit[] {
  const initiative = 'COM-2020-607.4';
  return [
    { path: '/invitations/no-such-invitation', as: null, status: 404 },
    {
      path: '/sign-in',
      as: null,
      act: async page => {
        await page.locator('input[name="email"]').fill('nobody@example.org');
        await page.locator('input[name="password"]').fill('not the password');
        await Promise.all([page.waitForNavigation(), page.locator('main button').click()]);
      },
    },
    { path: `/imports/${ids['imports']}/mapping`, as: 'officer', act: takeName },
    ...endedImports.map(id => ({ path: `/imports/${id}`, as: 'officer' as const })),
    { path: '/no-such-page', as: 'officer', status: 404 },
    { path: '/projects/no-such-project', as: 'officer', status: 404 },
    { path: '/projects/new', as: 'reader', status: 403 },
    { path: '/projects?colour=blue', as: 'officer', status: 400 },
    { path: '/projects?q=nothing-is-called-this', as: 'officer' },
    {
      path: `/projects?initiative=${initiative}&exclude.programme=FP7&on=2021-06-30&sort=-euContribution&pageSize=25&warning=any`,
      as: 'officer',
    },
    { path: '/calls?budget.min=1000&status=closed&q=terror', as: 'evaluator' },
    { path: '/coverage?method=marker&basis=totalCost&on=2020-06-30', as: 'evaluator' },
    { path: `/projects/${ids['projects']}?knownAt=2026-02-01`, as: 'reader' },
    { path: `/projects/${ids['projects']}`, as: 'finance' },
    { path: '/projects/new', as: 'officer', act: pressSave },
    { path: '/calls/new', as: 'officer', act: pressSave },
    {
      path: `/projects/${ids['projects']}/supports`,
      as: 'officer',
      act: async page => {
        await page.locator('select[name$=".significance"]').first().selectOption('principal');
        await pressSave(page);
      },
    },
    {
      path: `/projects/${ids['projects']}/edit`,
      as: 'officer',
      act: async page => {
        await page.locator('input[name="_version"]').evaluate(input => input.setAttribute('value', '0'));
        await page.locator('input[name="acronym"]').fill('OTHER');
        await pressSave(page);
      },
    },
    ...['', 'a name'].map(name => ({
      path: '/tokens',
      as: 'officer' as const,
      act: async (page: Page) => {
        await page.locator('input[name="name"]').fill(name);
        await Promise.all([page.waitForNavigation(), page.locator('main .form-stack button').click()]);
      },
    })),
    { path: '/projects?archived=yes', as: 'officer' },
    ...[0, 1, 2, 3, 4].map(presses => ({
      path: '/projects',
      as: 'officer' as const,
      act: async (page: Page) => changeMany(page, presses),
    })),
    ...(Object.keys(roles) as Role[]).map(role => ({ path: '/', as: role })),
  ];
}

/** Towards a change of many records: nothing ticked, one ticked, nothing typed, shown, applied. */
async function changeMany(page: Page, presses: number): Promise<void> {
  const press = async (selector: string) =>
    Promise.all([page.waitForNavigation(), page.locator(selector).click()]);
  if (presses > 0) await page.locator('tbody input[name="record"]').first().check();
  await press('.bulk-bar button');
  for (let pressed = 1; pressed < presses; pressed += 1) {
    if (pressed === 2) await page.locator('textarea[name="tags"]').fill('Flagship');
    await press('.form-actions .btn-primary');
  }
}

/** Visits everything in one size, one person after another; a line for each page with something wrong. */
async function walk(world: World, size: Size, language: Language): Promise<string[]> {
  const { host } = new URL(await testAddress());
  const visits = [...visitsOfSiteMap(world), ...otherVisits(world)];
  const failing: string[] = [];
  for (const role of [null, ...(Object.keys(roles) as Role[])]) {
    const own = visits.filter(visit => visit.as === role);
    if (own.length === 0) continue;
    const options = { size, language };
    const page = role
      ? await signInAs(world.people[role], options)
      : await (await openContext(options)).newPage();
    const heard = listenTo(page, host);
    for (const { path, status, act } of own) {
      const answer = await page.goto(path);
      await act?.(page);
      const found = await lookAt(page, language, heard);
      const given = answer?.status() ?? 0;
      if (given !== (status ?? 200)) found.unshift(`status ${given}`);
      if (found.length > 0)
        failing.push(
          `${size} ${language} ${role ?? 'nobody'} ${path}${act ? ' (sent)' : ''}: ${found.join('; ')}`,
        );
    }
    await page.context().close();
  }
  return failing;
}

describe('Every page, on a desk and on a phone', () => {
  useDatabase();
  useBrowser();

  it('of the site map has a record to be shown with', async () => {
    const unfilled = visitsOfSiteMap(await makeWorld()).filter(({ path }) => path.includes(':'));
    expect(unfilled.map(({ path }) => path)).to.deep.equal([]);
  });

  for (const language of languages) {
    it(`is accessible, fits, and keeps to its host, language and policy (${language})`, async function () {
      this.timeout(240_000);
      const world = await makeWorld();
      const failing = await Promise.all([walk(world, 'wide', language), walk(world, 'phone', language)]);
      expect(failing.flat().join('\n')).to.equal('');
    });
  }
});
