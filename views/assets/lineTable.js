// Lines typed as a table: Enter goes to the line below, the last line makes a new one, and what the server reads in them
// (the sum, what each is taken for) is shown as one types. The rules are the server's: this only asks.

import { press } from './inPlace.js';

const waitMs = 200;
const rowsOf = table => [...table.tBodies[0].rows];
const indexIn = (text, list, from, to) =>
  text.replace(new RegExp(`^(\\W?(?:field-)?${list}[.-])${from}(?!\\d)`), `$1${to}`);

/** One more line under the last one, as empty as that one was. */
function addRow(table) {
  const last = rowsOf(table).at(-1);
  const from = rowsOf(table).length - 1;
  const row = last.cloneNode(true);
  row.className = 'is-blank';
  for (const node of [row, ...row.querySelectorAll('*')]) {
    for (const name of ['id', 'name', 'for', 'value', 'aria-describedby']) {
      const text = node.tagName === 'OPTION' ? null : node.getAttribute(name);
      if (text) node.setAttribute(name, indexIn(text, table.dataset.lines, from, from + 1));
    }
    // "Name, line 4": the last number of such a name is that of the line.
    for (const name of ['aria-label', 'title']) {
      const text = node.getAttribute(name);
      if (text) node.setAttribute(name, text.replace(/\d+/, from + 2));
    }
    if (node.matches('input:not([type="checkbox"]), textarea')) node.value = '';
    if (node.matches('select')) node.selectedIndex = 0;
    if (node.matches('input[type="checkbox"]')) node.checked = false;
    if (node.matches('[data-part], .problem')) node.replaceChildren();
  }
  row.querySelector('.line-no').firstChild.textContent = String(from + 2);
  last.after(row);
}

/** Asks how the lines of a table are read, and shows it. */
let latest = 0;
async function read(table, left) {
  const { read: address, lines, beside } = table.dataset;
  const { form } = table.querySelector('input, select');
  const sent = [...new FormData(form)].filter(
    ([name]) => name === '_csrf' || name === beside || name.startsWith(`${lines}.`),
  );
  latest += 1;
  const number = latest;
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(sent) }).catch(() => null);
  if (!answer?.ok || answer.redirected || number !== latest || !table.isConnected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of page.querySelectorAll('[data-part][id]'))
    document.getElementById(part.id)?.replaceWith(part);
  if (left?.isConnected) rewrite(left);
}

/** An amount that was left is shown as it was read. */
function rewrite(input) {
  const cell = input.closest('tr')?.querySelector('[data-amount]');
  if (cell && input !== document.activeElement) input.value = cell.dataset.amount;
}

let waiting = 0;
const soon = table => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void read(table), waitMs);
};

/** The table that what is typed in a field is counted in. */
const tableOf = target =>
  target.closest('.line-table[data-read]') ??
  [...(target.form?.querySelectorAll('.line-table[data-read]') ?? [])].find(
    ({ dataset }) => dataset.beside === target.name,
  );

document.addEventListener('input', ({ target }) => {
  const row = target.closest('.line-table tbody tr');
  const table = row?.closest('table');
  row?.classList.remove('is-blank');
  if (row && row === rowsOf(table).at(-1)) addRow(table);
  const reading = tableOf(target);
  if (reading) soon(reading);
});

document.addEventListener('change', ({ target }) => {
  const table = target.closest('.line-table[data-read]');
  if (!table) return;
  clearTimeout(waiting);
  void read(table, target.closest('.line-money') && target);
});

// Enter goes down a column, as in a sheet, and never saves what is half typed.
document.addEventListener('keydown', event => {
  const { target, key } = event;
  const cell = target.closest?.('.line-table tbody td');
  if (key !== 'Enter' || event.defaultPrevented || !cell || !target.matches('input, select')) return;
  event.preventDefault();
  const table = cell.closest('table');
  const row = cell.parentElement;
  if (row === rowsOf(table).at(-1)) addRow(table);
  row.nextElementSibling.cells[cell.cellIndex]?.querySelector('input, select')?.focus();
});

// Rows of a sheet, pasted into any cell: the server reads them, as it reads those of the text area.
document.addEventListener('paste', event => {
  const { target, clipboardData } = event;
  const { form } = target;
  const list = target.closest?.('.line-table')?.dataset.lines;
  const area = form?.querySelector(`[data-paste="${list}"]`);
  const text = clipboardData?.getData('text/plain') ?? '';
  if (!area || !/[\t\n\r]/.test(text.trim())) return;
  event.preventDefault();
  const box = area.closest('.paste-box');
  area.value = text;
  box.querySelector('[name="_pasteInto"]').value = target.name;
  void press(form, box.querySelector('[data-paste-button]'));
  area.value = '';
});
