import { placesOf, type Statement } from '../../models/record/statement.ts';
import { Places } from './Places.tsx';

/** A source by its name, what it says besides, and where that was found; a reason stands before who gives it. */
export function SourceOf({
  statement,
  isNoteFirst = false,
}: {
  statement: Statement;
  isNoteFirst?: boolean;
}) {
  const { note, places } = placesOf(statement);
  if (isNoteFirst) {
    return (
      <>
        {note && <span class="long-text">{note}</span>} ({statement.source})
        <Places places={places} />
      </>
    );
  }
  return (
    <>
      {statement.source}
      {note && <small class="hint d-block long-text">{note}</small>}
      <small class="hint d-block">
        <Places places={places} />
      </small>
    </>
  );
}
