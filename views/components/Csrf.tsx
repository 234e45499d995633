import { usePage } from '../page.tsx';

/** The token every form carries. */
export function Csrf() {
  return <input type="hidden" name="_csrf" value={usePage().csrfToken} />;
}
