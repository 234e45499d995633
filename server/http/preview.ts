import type { Request } from 'express';

/** What looks at an address for somebody, who may never read the page: a chat's preview, a mail's scanner, a prefetch. */
const previewer =
  /bot\b|crawl|spider|preview|scan|facebookexternalhit|whatsapp|telegram|slack|skype|teams|discord|embed/i;

/** Whether a page is asked for by what only looks at its address. HEAD is no reading of it either. */
export function isPreview(request: Request): boolean {
  const purpose = `${request.get('sec-purpose') ?? ''} ${request.get('purpose') ?? ''} ${request.get('x-moz') ?? ''}`;
  const isLooking = request.method === 'HEAD' || /prefetch|prerender|preview/i.test(purpose);
  return isLooking || previewer.test(request.get('user-agent') ?? '');
}
