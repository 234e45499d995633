// Everything works without this script; it saves a few clicks.

// How lists are drawn is kept by the browser: whether their filters are folded, and whether their rows are low.
const looks = new Set(
  (document.cookie.match(/callfolio-look=([\w.]*)/)?.[1] ?? '').split('.').filter(Boolean),
);
const keepLook = (look, isOn) => {
  looks[isOn ? 'add' : 'delete'](look);
  document.cookie = `callfolio-look=${[...looks].join('.')}; path=/; max-age=31536000; samesite=lax`;
};
for (const fold of document.querySelectorAll('.filters-fold')) {
  // On a narrow screen they begin folded, below the fold of the list they would push away.
  if (window.matchMedia('(max-width: 62rem)').matches) fold.removeAttribute('open');
  else fold.addEventListener('toggle', () => keepLook('folded', !fold.open));
}
// Empty inputs say nothing, and stay out of the address.
for (const form of document.querySelectorAll('form[method="get"]')) {
  form.addEventListener('submit', () => {
    for (const input of form.querySelectorAll('input[name]')) input.disabled = input.value === '';
    setTimeout(() => form.querySelectorAll('input[name]').forEach(input => (input.disabled = false)));
  });
}

// What was open among the filters, and how far they were moved, stays when one of them leads to the next page.
for (const side of document.querySelectorAll('aside.filters')) {
  const key = `callfolio-filters ${location.pathname}`;
  const groups = [...side.querySelectorAll('details[id]')];
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  for (const group of groups) if (kept?.open.includes(group.id)) group.open = true;
  if (kept) side.scrollTop = kept.top;
  side.addEventListener('click', event => {
    if (!event.target.closest('a, button')) return;
    const open = groups.filter(group => group.open).map(group => group.id);
    sessionStorage.setItem(key, JSON.stringify({ top: side.scrollTop, open }));
  });
}

for (const dense of document.querySelectorAll('.list-density')) {
  dense.hidden = false;
  dense.addEventListener('click', () => {
    const isDense = dense.getAttribute('aria-pressed') !== 'true';
    dense.setAttribute('aria-pressed', isDense);
    for (const table of document.querySelectorAll('.list-table')) table.classList.toggle('is-dense', isDense);
    keepLook('dense', isDense);
  });
}

// Attention goes to what is wrong.
document.getElementById('problems')?.focus();

// Five minutes before a session is over its reader is told, and may stay. Pages in other tabs prolong it, too.
for (const place of document.querySelectorAll('[data-session-idle]')) {
  const warnedMs = 300_000;
  const key = 'callfolio-session-end';
  const stay = place.querySelector('button');
  const idleMs = Number(place.dataset.sessionIdle);
  const lastEnd = Date.now() + Number(place.dataset.sessionMost);
  const prolong = () => localStorage.setItem(key, Math.min(Date.now() + idleMs, lastEnd));
  const look = () => {
    const left = Number(localStorage.getItem(key)) - Date.now();
    place.hidden = left > warnedMs;
    place.querySelector('[data-session-soon]').hidden = left <= 0;
    place.querySelector('[data-session-over]').hidden = left > 0;
    stay.hidden = left <= 0 || lastEnd - Date.now() <= warnedMs;
  };
  const askToStay = async () => {
    const answer = await fetch('/account.json', { credentials: 'same-origin' }).catch(() => null);
    if (answer?.ok) prolong();
    else if (answer?.status === 401) localStorage.setItem(key, 0);
    look();
  };
  stay.addEventListener('click', () => void askToStay());
  prolong();
  setInterval(look, 5_000);
}

// One tick for every row of the page.
for (const form of document.querySelectorAll('[data-select-all]')) {
  const boxes = [...form.querySelectorAll('tbody input[name="record"]')];
  const place = form.querySelector('thead td');
  if (!place || boxes.length === 0) continue;
  const every = document.createElement('input');
  every.type = 'checkbox';
  every.className = 'form-check-input';
  every.setAttribute('aria-label', form.dataset.selectAll);
  every.addEventListener('change', () => {
    for (const box of boxes) box.checked = every.checked;
  });
  place.replaceChildren(every);
}

// What of a list is out of sight at the right is told, by the number of its columns; a press shows the next.
for (const frame of document.querySelectorAll('.list-frame')) {
  const [box, sign] = frame.children;
  const heads = [...frame.querySelectorAll('thead th')];
  const beyond = () => {
    const edge = box.getBoundingClientRect().right - 2;
    return heads.filter(head => head.getBoundingClientRect().right > edge);
  };
  const look = () => {
    const { length } = box.scrollLeft + box.clientWidth < box.scrollWidth - 1 ? beyond() : [];
    sign.hidden = length === 0;
    sign.textContent = `+${length}`;
    sign.setAttribute('aria-label', sign.dataset.says.replace('#', length));
    box.classList.toggle('is-moved', box.scrollLeft > 0);
  };
  sign.addEventListener('click', () => box.scrollBy({ left: box.clientWidth / 2 }));
  box.addEventListener('scroll', look, { passive: true });
  new ResizeObserver(look).observe(box);
}

// How far an import is; when it comes to its next state the page is shown anew.
for (const place of document.querySelectorAll('[data-import]')) {
  const bar = place.querySelector('progress');
  const words = place.querySelector('.progress-words');
  const look = async () => {
    const answer = await fetch(place.dataset.import, { credentials: 'same-origin' }).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    // An unknown table waits again, now for a person: nothing but `needsMapping` tells that wait from the first.
    if (found && (found.needsMapping || found.state !== place.dataset.state)) {
      location.reload();
      return;
    }
    if (found && bar && found.progress.fraction !== null) bar.value = found.progress.fraction;
    if (found && words) words.textContent = found.progress.says;
    setTimeout(look, found ? 1000 : 5000);
  };
  setTimeout(look, 1000);
}

// The key / leads to the search of the header, unless something is being typed.
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.('input, select, textarea, [contenteditable]')) return;
  const box = document.getElementById('site-search');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
