import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { renderToString } from 'preact-render-to-string';
import type { SessionEnd } from '../models/accounts/session.ts';
import type { AccessNotice } from '../models/accounts/accessNotice.ts';
import type { Format, Label } from '../models/values/format.ts';
import type { UnderWay } from '../models/record/underway.ts';
import type { Right } from '../models/record/permissions.ts';
import type { KeptUser } from '../models/accounts/user.ts';
import { withPosition, type Position } from './position.ts';
import type { Translate } from './locales/index.ts';

/** What a reader's browser keeps of how lists are drawn: choices of looks, which no address and no file says. */
export interface ListLook {
  isDense: boolean;
  isFolded: boolean;
}

/** The look that a request's cookies ask for; rows of the usual height and open filters where they say nothing. */
export function lookIn(cookies: string | undefined): ListLook {
  const [, words = ''] = /(?:^|;\s*)callfolio-look=([\w.]*)(?:;|$)/.exec(cookies ?? '') ?? [];
  const chosen = words.split('.');
  return { isDense: chosen.includes('dense'), isFolded: chosen.includes('folded') };
}

/** What every page knows of the person reading it and of the request. */
export interface PageContext {
  t: Translate;
  /** A label in the reader's language. */
  say: (label: Label) => string;
  format: Format;
  user: KeptUser | null;
  may: (right: Right) => boolean;
  csrfToken: string;
  nonce: string;
  /** Path and query of the page itself. */
  url: string;
  now: Date;
  /** What the page is judged on, where that is not today and now. */
  position: Position | null;
  /** A sentence about what was just done, shown once. */
  notice: string | null;
  /** What happened to the access to the reader's account that they have not read. */
  accessNotice: AccessNotice | null;
  /** How long the reader's session lasts from this page on; null where nobody is signed in. */
  sessionEnd: SessionEnd | null;
  /** How this browser's reader likes lists to be drawn. */
  look: ListLook;
  /** An import that is writing records at this moment, on pages that list some. */
  underWay: UnderWay | null;
}

const Context = createContext<PageContext | null>(null);

/** The page's context, in any component. */
export function usePage(): PageContext {
  const page = useContext(Context);
  if (!page) throw new Error('A component was rendered outside of a page.');
  return page;
}

/** Makes addresses of lists and records that stay on the position of the page. */
export function useStaying(): (address: string) => string {
  const { position } = usePage();
  return address => withPosition(address, position);
}

export type View = () => VNode;

/** A whole HTML document. */
export function renderPage(view: View, context: PageContext): string {
  const Root = ({ children }: { children: ComponentChildren }) => (
    <Context.Provider value={context}>{children}</Context.Provider>
  );
  const View = view;
  return `<!DOCTYPE html>${renderToString(
    <Root>
      <View />
    </Root>,
  )}`;
}
