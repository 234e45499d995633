// Whoever leaves a form that they changed is asked first, by the browser.

const asking = 'form.record-form, form.supports-form';
const changed = new WeakSet(document.querySelectorAll('form[data-changed]'));

/** Says that a form holds what is not saved, though no key was pressed in it. */
export const markChanged = form => void changed.add(form);
export const isChanged = form => changed.has(form);

document.addEventListener('input', ({ target }) => {
  const form = target.closest(asking);
  if (form) markChanged(form);
});
// What is done in place leads nowhere; it is told to the document, before the window hears of it.
window.addEventListener('submit', event => {
  if (!event.defaultPrevented) changed.delete(event.target);
});
window.addEventListener('beforeunload', event => {
  if ([...document.querySelectorAll(asking)].some(isChanged)) event.preventDefault();
});
