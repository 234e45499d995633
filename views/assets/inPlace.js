// Buttons that fill in a form further (add a line, the whole, split equally, …) do it in place: the server answers with the
// same form, as it does without this script, and what is in it takes the place of what was there. Nothing is loaded anew.

import { markChanged } from './unsaved.js';

const control = 'input:not([type="hidden"]), select, textarea';
/** What stood in a form before the last button, with what was typed in it. */
const before = new WeakMap();

/** The form in a page of the server that stands in the place of this one. */
const sameForm = (page, form) =>
  [...page.querySelectorAll('form')].find(
    one => one.className === form.className && one.getAttribute('action') === form.getAttribute('action'),
  );

async function ask(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin' }).catch(
    () => null,
  );
  if (!answer?.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return sameForm(page, form) ?? null;
}

/** Shows other contents in a form, where the reader is: what was unfolded stays so, and the page does not move. */
function show(form, nodes) {
  const unfolded = [...form.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const { scrollX, scrollY } = window;
  form.replaceChildren(...nodes);
  for (const id of unfolded) document.getElementById(id)?.setAttribute('open', '');
  window.scrollTo(scrollX, scrollY);
  form.dispatchEvent(new CustomEvent('callfolio:shown', { bubbles: true }));
}

/** Where one goes on: the first field of a line that was added, the message of what was done, or the same button. */
function goOn(form, { name, value }) {
  const list =
    value.startsWith('+') && document.getElementById(`field-${value.slice(1).replaceAll('.', '-')}`);
  const added =
    list && ([...list.querySelectorAll(':scope > .form-line')].at(-1) ?? list.querySelector('tr.is-blank'));
  const again = [...form.elements].find(one => one.name === name && one.value === value);
  const other = [...form.elements].find(one => one.name === name);
  (added?.querySelector(control) || form.querySelector('[data-done]') || again || other)?.focus();
}

async function pressed(form, button) {
  // What would be typed meanwhile would be lost.
  form.inert = true;
  const next = await ask(form, button);
  form.inert = false;
  if (!next) {
    // Signed out meanwhile, or refused: the page that says so.
    form.dataset.leaving = 'true';
    form.requestSubmit(button);
    return;
  }
  before.set(form, [...form.childNodes]);
  show(form, next.childNodes);
  markChanged(form);
  const undo = form.querySelector('[data-undo]');
  if (undo) undo.hidden = false;
  goOn(form, button);
}

/** Presses a button of the form that the reader did not press themselves. */
export const press = (form, button) => pressed(form, button);

document.addEventListener('submit', event => {
  const { target: form, submitter } = event;
  if (!submitter?.hasAttribute('data-in-place') || form.dataset.leaving) return;
  event.preventDefault();
  if (!form.inert) void pressed(form, submitter);
});

document.addEventListener('click', ({ target }) => {
  const form = target.closest('[data-undo]')?.form;
  const nodes = form && before.get(form);
  if (!nodes) return;
  before.delete(form);
  show(form, nodes);
  form.querySelector(`[data-in-place]`)?.focus();
});
