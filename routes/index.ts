import { accountRoutes } from './accounts/account.tsx';
import { apiRoutes } from './api/api.tsx';
import { callRoutes } from './calls.tsx';
import { changesRoutes } from './changes.tsx';
import { coverageRoutes } from './coverage.tsx';
import { homeRoutes } from './home.tsx';
import { importRoutes } from './imports/imports.tsx';
import { organisationRoutes } from './organisations.tsx';
import { portfolioRoutes } from './portfolio.tsx';
import { programmeRoutes } from './programmes.tsx';
import { projectRoutes } from './projects.tsx';
import { qualityRoutes } from './quality.tsx';
import { referenceRoutes } from './reference.tsx';
import type { Route } from './line/route.ts';
import { signInRoutes } from './accounts/signIn.tsx';
import { searchRoutes } from './search.tsx';
import { sessionListRoutes } from './accounts/sessions.tsx';
import { strategyRoutes } from './strategies.tsx';
import { tokenByPassword, tokenRoutes } from './accounts/tokens.tsx';
import { accountAccessRoutes } from './accounts/accountAccess.tsx';
import { unsentRoutes } from './accounts/unsent.tsx';
import { userRoutes } from './accounts/users.tsx';

/** Every page and file of callfolio, in the order they are matched. */
export const siteMap: readonly Route[] = [
  ...signInRoutes,
  ...homeRoutes,
  ...searchRoutes,
  ...portfolioRoutes,
  ...projectRoutes,
  ...callRoutes,
  ...programmeRoutes,
  ...organisationRoutes,
  ...strategyRoutes,
  ...coverageRoutes,
  ...qualityRoutes,
  ...changesRoutes,
  ...importRoutes,
  ...userRoutes,
  ...accountAccessRoutes,
  ...referenceRoutes,
  ...accountRoutes,
  ...unsentRoutes,
  ...tokenRoutes,
  ...sessionListRoutes,
  ...apiRoutes(() => apiMap),
];

/** The same routes as the API has them: all that do not answer in a page alone, and how a program comes by its token. */
export const apiMap: readonly Route[] = [
  ...siteMap.filter(({ media }) => media === undefined || media.some(one => one !== 'page')),
  tokenByPassword,
];
