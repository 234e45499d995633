// A name is looked up while it is typed: a combobox with its listbox (ARIA). What is new is said to be new.

const waitMs = 180;
let open = null;

const close = () => {
  if (!open) return;
  open.panel.remove();
  open.input.setAttribute('aria-expanded', 'false');
  open.input.removeAttribute('aria-activedescendant');
  open = null;
};

const element = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

function optionOf(item, at, texts) {
  const name = element('span', { class: 'look-name' }, item.name);
  if (item.isLike) name.append(' ', element('span', { class: 'look-like' }, texts.like));
  const more = [item.country, item.pic].map(text => element('span', { class: 'look-fact' }, text ?? ''));
  const option = element('li', { role: 'option', id: `look-${at}`, 'aria-selected': 'false' }, name, ...more);
  if (item.alias) option.append(element('span', { class: 'look-alias' }, item.alias));
  return option;
}

function show(input, items) {
  close();
  const { lookNew, lookLike, lookKeys, lookList } = input.closest('table').dataset;
  const says = lookNew.replace('{}', input.value.trim());
  const isNew = items.every(({ name }) => name.toLowerCase() !== input.value.trim().toLowerCase());
  const list = element('ul', { role: 'listbox', id: 'look-list', 'aria-label': lookList });
  list.append(...items.map((item, at) => optionOf(item, at, { like: lookLike })));
  if (isNew)
    list.append(
      element(
        'li',
        { role: 'option', id: `look-${items.length}`, class: 'look-new', 'aria-selected': 'false' },
        says,
      ),
    );
  const panel = element(
    'div',
    { class: 'look' },
    list,
    element('div', { class: 'look-keys', 'aria-hidden': 'true' }, lookKeys),
  );
  input.after(panel);
  // Where the bar to save is near, it opens upwards.
  if (panel.getBoundingClientRect().bottom > window.innerHeight - 70) panel.classList.add('is-above');
  input.setAttribute('aria-expanded', 'true');
  open = { input, panel, items: isNew ? [...items, null] : items, at: -1 };
  const status = document.getElementById('look-says');
  if (status)
    status.textContent =
      items.length > 0 ? `${items.length}: ${items.map(({ name }) => name).join(', ')}` : says;
}

function mark(at) {
  const options = [...open.panel.querySelectorAll('[role="option"]')];
  open.at = (at + options.length) % options.length;
  for (const [index, option] of options.entries()) option.setAttribute('aria-selected', index === open.at);
  open.input.setAttribute('aria-activedescendant', `look-${open.at}`);
  options[open.at].scrollIntoView({ block: 'nearest' });
}

/** Fills in the line of an organisation that was chosen; a new one stays as it was typed. */
function choose(at) {
  const { input, items } = open;
  const item = items[at];
  close();
  if (!item) return;
  const row = input.closest('tr');
  for (const [key, value] of Object.entries({
    name: item.name,
    pic: item.pic,
    country: item.country,
    organisation: item.id,
  })) {
    const field = row.querySelector(`[name$=".${key}"]`);
    if (field && value !== null) field.value = value;
  }
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

let waiting = 0;
async function ask(input) {
  const typed = input.value.trim();
  if (typed.length < 2) {
    close();
    return;
  }
  const answer = await fetch(`${input.closest('table').dataset.look}?q=${encodeURIComponent(typed)}`).catch(
    () => null,
  );
  if (!answer?.ok || answer.redirected || input !== document.activeElement || input.value.trim() !== typed)
    return;
  show(input, (await answer.json()).items);
}

const isLookedUp = target => target.matches?.('table[data-look] .line-key-name input');

document.addEventListener('focusin', ({ target }) => {
  if (!isLookedUp(target)) return;
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'look-list',
    autocomplete: 'off',
  }))
    target.setAttribute(name, value);
});

document.addEventListener('focusout', ({ target }) => {
  if (target === open?.input) close();
});

document.addEventListener('input', ({ target }) => {
  if (!isLookedUp(target)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => void ask(target), waitMs);
});

document.addEventListener('keydown', event => {
  if (!open || event.target !== open.input) return;
  if (event.key === 'ArrowDown') mark(open.at + 1);
  else if (event.key === 'ArrowUp') mark(open.at === -1 ? -1 : open.at - 1);
  else if (event.key === 'Escape') close();
  else if (event.key === 'Enter' && open.at >= 0) choose(open.at);
  else return;
  event.preventDefault();
});

document.addEventListener('mousedown', event => {
  const option = event.target.closest('.look [role="option"]');
  if (!open || !event.target.closest('.look')) return;
  event.preventDefault();
  if (option) choose(Number(option.id.slice(5)));
});
