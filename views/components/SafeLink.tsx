import type { ComponentChildren } from 'preact';

/** A link to an address from data: http and https only, anything else is shown as text. */
export function SafeLink({ href, children }: { href: string; children?: ComponentChildren }) {
  const isWeb = /^https?:\/\//i.test(href);
  return isWeb ? (
    <a href={href} rel="noopener noreferrer nofollow">
      {children ?? href}
    </a>
  ) : (
    <>{children ?? href}</>
  );
}
