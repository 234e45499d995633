import { Layout } from '../Layout.tsx';

interface Props {
  title: string;
  lead: string;
  /** The id of its input, what it is called, and the secret itself. */
  id: string;
  label: string;
  value: string;
  hint: string;
  back: { to: string; says: string };
}

/** The one time a secret is shown. */
export function OncePage({ title, lead, id, label, value, hint, back }: Props) {
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      <div class="record-section">
        <p>{lead}</p>
        <label class="form-label" for={id}>
          {label}
        </label>
        <input id={id} class="form-control" readOnly value={value} aria-describedby={`${id}-hint`} />
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      </div>
      <p>
        <a href={back.to}>{back.says}</a>
      </p>
    </Layout>
  );
}
