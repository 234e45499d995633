// Copies what a list shows: its table for a spreadsheet or a text, and a figure as a sentence.

/** A text that a spreadsheet would take for a formula has an apostrophe before it, as in files; a number is none. */
const defused = text =>
  /^[=+@\uff1d\uff0b\uff0d\uff20-]/.test(text) && !/^-[\d.,\s\u00a0€%]+$/.test(text) ? `'${text}` : text;

/** What a reader sees of a cell on one line; marks are told apart by their words. */
const textOf = cell => defused(plainText(cell));

function plainText(cell) {
  const link = cell.querySelector('a[title]');
  if (link && cell.matches('.list-name')) return link.title;
  const items = [...cell.querySelectorAll('li')];
  const part = cell.matches('tfoot *') ? (cell.querySelector('.amount') ?? cell) : cell;
  const text = items.length > 0 ? items.map(item => item.textContent.trim()).join('; ') : part.textContent;
  return text
    .replace(/[\u2191\u2193]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const escaped = text => text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);

/** Both forms of a table: Excel and Word read the first, anything else the second. */
function formsOf(table) {
  const rows = [...table.rows].map(row => [...row.cells].filter(cell => !cell.matches('.select-cell')));
  const html = rows.map(cells => {
    const name = cells[0]?.closest('thead') ? 'th' : 'td';
    return `<tr>${cells.map(cell => `<${name}>${escaped(textOf(cell))}</${name}>`).join('')}</tr>`;
  });
  const plain = rows.map(cells => cells.map(textOf).join('\t'));
  return { html: `<table>${html.join('')}</table>`, plain: plain.join('\n') };
}

/** Puts text on the clipboard within the press that asked for it: no permission is asked for, nor a secure address. */
function copy({ html, plain }) {
  const write = event => {
    event.preventDefault();
    event.clipboardData.setData('text/plain', plain);
    if (html) event.clipboardData.setData('text/html', html);
  };
  document.addEventListener('copy', write, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', write);
}

const status = document.querySelector('.list-copied');
const say = rows => {
  status.textContent = status.dataset.says.replace('#', rows);
  setTimeout(() => (status.textContent = ''), 5000);
};
const table = document.querySelector('.list-table');

for (const button of table ? document.querySelectorAll('.list-copy') : []) {
  button.hidden = false;
  button.addEventListener('click', () => {
    copy(formsOf(table));
    say(table.tBodies[0].rows.length);
  });
}

// Value, of how many, filters, position, address.
for (const button of document.querySelectorAll('.list-say')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const stated = button.parentElement.querySelector('.stated')?.textContent;
    const tab = document.querySelector('.list-tabs [aria-current]')?.textContent;
    const chips = [...document.querySelectorAll('a.chip')].map(chip => chip.textContent.replace(/\s*×$/, ''));
    const filters = [tab, ...chips].filter(Boolean).map(text => text.trim().replace(/\s+/g, ' '));
    const { position } = button.closest('.list-frame').dataset;
    const of = [document.querySelector('h1').textContent, filters.join('; ')].filter(Boolean).join(': ');
    copy({ plain: `${button.dataset.says} (${stated}). ${of}. ${position}. ${location.href}` });
    say(1);
  });
}
