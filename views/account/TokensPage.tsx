import type { Problem } from '../../models/values/errors.ts';
import { tokenFields, type KeptToken } from '../../models/accounts/token.ts';
import { Csrf } from '../components/Csrf.tsx';
import { fieldContext, idOfField } from '../components/fieldContext.ts';
import { Problems } from '../components/Problems.tsx';
import { FieldControl } from '../components/FieldControl.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import { Section } from '../records/ShowPage.tsx';
import { labelOfPath } from '../records/FormPage.tsx';
import type { Typed } from '../records/typed.ts';
import { TokenTable } from './TokenTable.tsx';

interface Props {
  tokens: readonly KeptToken[];
  typed: Typed;
  problems: readonly Problem[];
}

/** A person's access tokens, and a form for a new one. */
export function TokensPage({ tokens, typed, problems }: Props) {
  const { t, say } = usePage();
  const label = (field: string) => labelOfPath(tokenFields, field, say);
  const context = fieldContext(t, problems, label);
  return (
    <Layout title={t('token.title')}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/account">{t('nav.account')}</a>
      </nav>
      <div class="page-head">
        <div>
          <h1>{t('token.title')}</h1>
          <p class="lead-sm mb-0">{t('token.lead')}</p>
        </div>
      </div>
      <Problems
        said={problems.map(one => ({ id: idOfField(one.field), says: sayProblem(t, one, label(one.field)) }))}
      />
      <Section id="tokens" title={t('token.mine')}>
        <TokenTable tokens={tokens} canEnd />
      </Section>
      <Section id="new-token" title={t('token.new')}>
        <form method="post" action="/tokens" class="form-stack">
          <Csrf />
          {Object.entries(tokenFields).map(([key, field]) => (
            <FieldControl key={key} field={field} name={key} value={typed[key] ?? ''} context={context} />
          ))}
          <button class="btn btn-primary">{t('token.make')}</button>
        </form>
      </Section>
    </Layout>
  );
}
